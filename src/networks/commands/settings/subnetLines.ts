import * as vscode from 'vscode'
import { formatPairs } from '../../../ui/pairs.ts'
import { runWizard, textStep, type Step } from '../../../ui/wizard.ts'
import { firstAddress } from '../../address.ts'
import { isIPv6 } from '../../family.ts'
import { addressingMeaning } from '../../explanations.ts'
import { parentOption } from '../../driverOptions.ts'
import { subnetOfInterface } from '../../host.ts'
import { isOnParent, type NetworkSpecification, type SubnetSpecification } from '../../network.ts'
import { auxiliaryMessage, gatewayMessage, rangeMessage, routeMessage, subnetMessage } from '../addressMessages.ts'
import { pairsMessage, pairsOf } from './askText.ts'
import type { NetworkLine } from './networkLine.ts'
import { proposedSubnet, type Surroundings } from './surroundings.ts'

/** A line for each subnet, and one for each that could be added. */
export function subnetLines(
	title: string,
	specification: NetworkSpecification,
	surroundings: Surroundings,
): readonly NetworkLine[] {
	const { subnets } = specification
	return [
		...subnets.map((given, index): NetworkLine => ({
			id: `subnet ${index}`,
			...(index === 0 ? { heading: vscode.l10n.t('Subnets') } : {}),
			label: `$(symbol-numeric) ${given.subnet}`,
			value: describe(given),
			detail: addressingMeaning('subnet'),
			edit: async (before) => {
				const besides = before.subnets.flatMap((each, at) => (at === index ? [] : each.subnet))
				const changed = await askSubnet(title, before, given, isIPv6(given.subnet) ? 6 : 4, besides, surroundings)
				return changed && withSubnets(before, before.subnets.with(index, changed))
			},
		})),
		...([4, 6] as const).map((version): NetworkLine => ({
			id: `add IPv${version}`,
			...(subnets.length === 0 && version === 4 ? { heading: vscode.l10n.t('Subnets') } : {}),
			label: `$(add) ${version === 4 ? vscode.l10n.t('Add IPv4 Subnet…') : vscode.l10n.t('Add IPv6 Subnet…')}`,
			value: subnets.some(({ subnet }) => isIPv6(subnet) === (version === 6)) ? '' : withoutSubnet(version),
			edit: async (before) => {
				const besides = before.subnets.map(({ subnet }) => subnet)
				const subnet = proposal(before, version, besides, surroundings)
				const empty = { subnet, gateway: undefined }
				const added = await askSubnet(title, before, empty, version, besides, surroundings)
				return added && withSubnets(before, [...before.subnets, added])
			},
		})),
	]
}

function withoutSubnet(version: 4 | 6): string {
	return version === 4 ? vscode.l10n.t('chosen by the engine') : vscode.l10n.t('none')
}

function proposal(
	{ driver, options }: NetworkSpecification,
	version: 4 | 6,
	besides: readonly string[],
	surroundings: Surroundings,
): string {
	const ofParent = isOnParent(driver) && subnetOfInterface(surroundings.host, options[parentOption], version)
	return ofParent || (proposedSubnet(surroundings, version, besides) ?? '')
}

/** An IPv6 subnet is only used where IPv6 is on; an empty one is none. */
function withSubnets(before: NetworkSpecification, changed: readonly SubnetSpecification[]): NetworkSpecification {
	const subnets = changed.filter(({ subnet }) => subnet !== '')
	return { ...before, subnets, ipv6: subnets.some(({ subnet }) => isIPv6(subnet)) }
}

function describe({ gateway, ipRange, auxiliaryAddresses = {} }: SubnetSpecification): string {
	return [
		gateway && vscode.l10n.t('gateway {0}', gateway),
		ipRange && vscode.l10n.t('range {0}', ipRange),
		formatPairs(auxiliaryAddresses),
	]
		.filter(Boolean)
		.join(' · ')
}

function askSubnet(
	title: string,
	{ driver }: NetworkSpecification,
	initial: SubnetSpecification,
	version: 4 | 6,
	besides: readonly string[],
	{ host, others }: Surroundings,
): Promise<SubnetSpecification | undefined> {
	const unless = ({ subnet }: SubnetSpecification) => subnet === ''
	const steps: readonly Step<SubnetSpecification>[] = [
		textStep({
			prompt:
				version === 4
					? vscode.l10n.t('IPv4 subnet; empty: none of one’s own')
					: vscode.l10n.t('IPv6 subnet; empty: none'),
			placeholder: initial.subnet,
			value: ({ subnet }) => subnet,
			validate: (text) => subnetMessage(text.trim(), version, others(), besides),
			// On a parent interface it is meant to be the subnet that is there.
			warn: (text) => (isOnParent(driver) ? undefined : routeMessage(text.trim(), host)),
			apply: (before, text) => ({ ...before, subnet: text.trim() }),
		}),
		textStep({
			prompt: vscode.l10n.t('Gateway; empty: the first address. {0}', addressingMeaning('gateway')),
			skip: unless,
			value: ({ gateway }) => gateway ?? '',
			validate: (text, { subnet }) => gatewayMessage(text.trim(), subnet),
			apply: (before, text) => ({ ...before, gateway: text.trim() || undefined }),
		}),
		textStep({
			prompt: vscode.l10n.t('Range; empty: the whole subnet. {0}', addressingMeaning('ipRange')),
			skip: unless,
			value: ({ ipRange }) => ipRange ?? '',
			validate: (text, { subnet }) => rangeMessage(text.trim(), subnet),
			apply: (before, text) => ({ ...before, ipRange: text.trim() || undefined }),
		}),
		textStep({
			prompt: vscode.l10n.t('Reserved addresses, as name=address; may be empty. {0}', addressingMeaning('auxiliary')),
			placeholder: 'printer=…',
			skip: unless,
			value: ({ auxiliaryAddresses = {} }) => formatPairs(auxiliaryAddresses),
			validate: (text, { subnet, gateway }) =>
				pairsMessage(text) ?? auxiliaryMessage(pairsOf(text), subnet, gateway ?? firstAddress(subnet)),
			apply: (before, text) => ({ ...before, auxiliaryAddresses: pairsOf(text) }),
		}),
	]
	return runWizard(title, initial, steps)
}
