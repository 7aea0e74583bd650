import * as vscode from 'vscode'
import type { Engine } from '../../engine/engine.ts'
import type { Labels, NetworkRecord } from '../../engine/records.ts'
import { Cancelled } from '../../ui/failure.ts'
import { formatPairs, parsePairs } from '../../ui/pairs.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickManyStep, pickStep, runWizard, textStep, type Choice, type Step } from '../../ui/wizard.ts'
import { freeSubnet } from '../address.ts'
import { nameProblem, subnetsOf, type SubnetSpecification } from '../network.ts'
import { createNetwork as create, networkDrivers } from '../operations.ts'
import type { NetworkParts } from '../parts.ts'
import { gatewayMessage, subnetMessage } from './addressMessages.ts'

type Flag = 'internal' | 'attachable' | 'ipv6'

interface Answers {
	readonly name: string
	readonly driver: string
	readonly flags: readonly Flag[]
	readonly subnet: string
	readonly gateway: string
	readonly subnet6: string
	readonly gateway6: string
	readonly options: Labels
	readonly labels: Labels
}

/** Creates a network: name, driver, what it shall be, its subnets. */
export async function createNetwork({ engine, inventory }: Connected<NetworkParts>): Promise<void> {
	await inventory.loaded('networks')
	const networks = () => [...inventory.networks.values()]
	const initial: Answers = {
		...{ name: '', driver: 'bridge', flags: [], options: {}, labels: {} },
		...{ subnet: '', gateway: '', subnet6: '', gateway6: '' },
	}
	const answers = await runWizard(vscode.l10n.t('Create Network'), initial, [
		textStep<Answers>({
			prompt: vscode.l10n.t('Name of the network'),
			placeholder: vscode.l10n.t('Letters, digits, “.”, “_” and “-”'),
			value: ({ name }) => name,
			validate: (name) => nameMessage(name, networks()),
			apply: (before, name) => ({ ...before, name }),
		}),
		pickStep<Answers, string>({
			prompt: vscode.l10n.t('Which driver?'),
			choices: () => driverChoices(engine),
			isActive: ({ driver }, value) => driver === value,
			apply: (before, driver) => ({ ...before, driver }),
		}),
		pickManyStep<Answers, Flag>({
			prompt: vscode.l10n.t('What shall it be? Nothing needs to be ticked.'),
			choices: flagChoices,
			isPicked: ({ flags }, flag) => flags.includes(flag),
			apply: (before, flags) => ({ ...before, flags }),
		}),
		...subnetSteps('subnet', 'gateway', networks, () => false),
		...subnetSteps('subnet6', 'gateway6', networks, ({ flags }) => !flags.includes('ipv6')),
		pairsStep(vscode.l10n.t('Options of the driver, as key=value separated by spaces; may be empty'), 'options'),
		pairsStep(vscode.l10n.t('Labels, as key=value separated by spaces; may be empty'), 'labels'),
	])
	if (!answers) throw new Cancelled()
	const { name, driver, flags, options, labels } = answers
	await create(engine, {
		...{ name, driver, options, labels },
		internal: flags.includes('internal'),
		attachable: flags.includes('attachable'),
		ipv6: flags.includes('ipv6'),
		subnets: [
			...given(answers.subnet, answers.gateway),
			...(flags.includes('ipv6') ? given(answers.subnet6, answers.gateway6) : []),
		],
	})
}

function given(subnet: string, gateway: string): readonly SubnetSpecification[] {
	return subnet === '' ? [] : [{ subnet, gateway: gateway || undefined }]
}

function nameMessage(name: string, networks: readonly NetworkRecord[]): string | undefined {
	switch (nameProblem(name)) {
		case 'empty':
			return vscode.l10n.t('A network needs a name.')
		case 'start':
			return vscode.l10n.t('The name must begin with a letter or digit.')
		case 'character':
			return vscode.l10n.t('Only letters, digits, “.”, “_” and “-” can be in the name.')
		case 'reserved':
			return vscode.l10n.t('Docker keeps this name for itself.')
		case undefined:
			return networks.some((network) => network.name === name)
				? vscode.l10n.t('A network with this name exists already.')
				: undefined
	}
}

async function driverChoices(engine: Engine): Promise<readonly Choice<string>[]> {
	const meanings: Readonly<Record<string, string>> = {
		bridge: vscode.l10n.t('Containers of this engine reach each other by name; the outside through published ports.'),
		macvlan: vscode.l10n.t('Containers stand in the physical network with a MAC address of their own.'),
		ipvlan: vscode.l10n.t('Containers stand in the physical network with the host’s MAC address.'),
		overlay: vscode.l10n.t('Containers of several engines reach each other; needs a swarm.'),
	}
	const order = Object.keys(meanings)
	const drivers = [...new Set(['bridge', ...(await networkDrivers(engine))])]
	return drivers
		.toSorted((one, other) => rank(order, one) - rank(order, other))
		.map((driver) => ({ label: driver, detail: meanings[driver] ?? vscode.l10n.t('plug-in'), value: driver }))
}

function rank(order: readonly string[], driver: string): number {
	const index = order.indexOf(driver)
	return index === -1 ? order.length : index
}

function flagChoices(): readonly Choice<Flag>[] {
	return [
		{
			label: vscode.l10n.t('Internal'),
			detail: vscode.l10n.t('No way out and none in: only containers on it reach each other.'),
			value: 'internal',
		},
		{
			label: vscode.l10n.t('Attachable'),
			detail: vscode.l10n.t('On a swarm, single containers may join too.'),
			value: 'attachable',
		},
		{ label: 'IPv6', detail: vscode.l10n.t('Containers get an IPv6 address besides.'), value: 'ipv6' },
	]
}

function subnetSteps(
	subnet: 'subnet' | 'subnet6',
	gateway: 'gateway' | 'gateway6',
	networks: () => readonly NetworkRecord[],
	skip: (answers: Answers) => boolean,
): readonly Step<Answers>[] {
	const version = subnet === 'subnet6' ? 6 : 4
	const proposal = () => (version === 6 ? 'fd00:1234::/64' : (freeSubnet(networks().flatMap(subnetsOf)) ?? ''))
	return [
		textStep<Answers>({
			prompt:
				version === 6
					? vscode.l10n.t('IPv6 subnet, such as {0}', proposal())
					: vscode.l10n.t('IPv4 subnet, such as {0}, which is free; empty: the engine chooses', proposal()),
			placeholder: proposal(),
			skip,
			value: (answers) => answers[subnet],
			validate: (text) => subnetMessage(text.trim(), version, networks()),
			apply: (before, text) => ({ ...before, [subnet]: text.trim() }),
		}),
		textStep<Answers>({
			prompt: vscode.l10n.t('Gateway; empty: the first address'),
			placeholder: '',
			skip: (answers) => skip(answers) || answers[subnet] === '',
			value: (answers) => answers[gateway],
			validate: (text, answers) => gatewayMessage(text.trim(), answers[subnet]),
			apply: (before, text) => ({ ...before, [gateway]: text.trim() }),
		}),
	]
}

function pairsStep(prompt: string, field: 'options' | 'labels'): Step<Answers> {
	return textStep({
		prompt,
		placeholder: 'key=value',
		value: (answers) => formatPairs(answers[field]),
		validate: (text) => {
			const parsed = parsePairs(text)
			return 'wrong' in parsed ? vscode.l10n.t('“{0}” is not key=value.', parsed.wrong) : undefined
		},
		apply: (before, text) => {
			const parsed = parsePairs(text)
			return { ...before, [field]: 'pairs' in parsed ? parsed.pairs : {} }
		},
	})
}
