import * as vscode from 'vscode'
import { byName } from '../../containers/container.ts'
import type { ContainerRecord, NetworkRecord } from '../../engine/records.ts'
import { stateText } from '../../ui/containerState.ts'
import { Cancelled, Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickStep, runWizard, textStep } from '../../ui/wizard.ts'
import { contains, isAddress, isIPv6 } from '../address.ts'
import { addressesOf, subnetsOf } from '../network.ts'
import type { NetworkNode } from '../node.ts'
import { connectContainer as connect } from '../operations.ts'
import type { NetworkParts } from '../parts.ts'
import { chooseNetwork } from './chooseNetworks.ts'

interface Answers {
	readonly container: ContainerRecord | undefined
	readonly aliases: string
	readonly address: string
}

/** Joins a container to a network: which, under which other names, with which address. */
export async function connectContainer(connected: Connected<NetworkParts>, node?: NetworkNode): Promise<void> {
	const { engine, inventory, view } = connected
	const title = vscode.l10n.t('Connect Container')
	const network = await chooseNetwork(connected, node, title, isJoinable)
	if (!isJoinable(network)) {
		throw new Failure(vscode.l10n.t('A running container cannot join or leave “{0}”.', network.name))
	}
	const members = new Set(view.usersOf(network).map(({ id }) => id))
	const candidates = [...inventory.containers.values()].filter(({ id }) => !members.has(id)).sort(byName)
	if (candidates.length === 0) {
		throw new Failure(vscode.l10n.t('There is no container that is not connected to “{0}” already.', network.name))
	}
	const initial: Answers = { container: undefined, aliases: '', address: '' }
	const answers = await runWizard(title, initial, [
		pickStep<Answers, ContainerRecord>({
			prompt: vscode.l10n.t('Which container shall join “{0}”?', network.name),
			choices: () =>
				candidates.map((container) => ({
					label: container.name,
					description: stateText(container.state),
					detail: container.endpoints.map(({ networkName }) => networkName).join(', '),
					value: container,
				})),
			isActive: ({ container }, value) => container?.id === value.id,
			apply: (before, container) => ({ ...before, container }),
		}),
		textStep<Answers>({
			prompt: vscode.l10n.t('Other names by which it is found there, separated by spaces; may be empty'),
			placeholder: 'db database',
			// The default bridge knows no names.
			skip: () => network.name === 'bridge',
			value: ({ aliases }) => aliases,
			validate: (text) =>
				words(text).every((word) => /^[a-zA-Z\d](?:[a-zA-Z\d_.-]*[a-zA-Z\d])?$/.test(word))
					? undefined
					: vscode.l10n.t('A name has letters, digits, “.”, “_” and “-”.'),
			apply: (before, aliases) => ({ ...before, aliases }),
		}),
		textStep<Answers>({
			prompt: vscode.l10n.t('Its address in {0}; empty: the engine chooses', subnetsOf(network).join(', ')),
			placeholder: vscode.l10n.t('chosen by the engine'),
			skip: () => network.name === 'bridge' || subnetsOf(network).length === 0,
			value: ({ address }) => address,
			validate: (text) => addressMessage(text.trim(), network, view.usersOf(network)),
			apply: (before, text) => ({ ...before, address: text.trim() }),
		}),
	])
	if (!answers?.container) throw new Cancelled()
	const { address } = answers
	await connect(engine, network.id, answers.container.id, {
		aliases: words(answers.aliases),
		ipv4Address: address !== '' && !isIPv6(address) ? address : undefined,
		ipv6Address: isIPv6(address) ? address : undefined,
	})
}

function isJoinable({ driver, ingress }: NetworkRecord): boolean {
	return driver !== 'host' && driver !== 'null' && !ingress
}

function words(text: string): readonly string[] {
	return text.split(/[\s,]+/).filter(Boolean)
}

function addressMessage(
	address: string,
	network: NetworkRecord,
	users: readonly ContainerRecord[],
): string | undefined {
	if (address === '') return undefined
	if (!isAddress(address)) return vscode.l10n.t('This is not an IP address.')
	const subnets = subnetsOf(network)
	if (!subnets.some((subnet) => contains(subnet, address))) {
		return vscode.l10n.t('The address is not within {0}.', subnets.join(', '))
	}
	if (network.pools.some(({ gateway }) => gateway === address)) return vscode.l10n.t('This is the gateway’s address.')
	const holder = users.find(({ endpoints }) =>
		endpoints.some((endpoint) => endpoint.networkId === network.id && addressesOf(endpoint).includes(address)),
	)
	return holder && vscode.l10n.t('{0} has this address already.', holder.name)
}
