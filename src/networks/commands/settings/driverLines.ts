import * as vscode from 'vscode'
import type { NetworkRecord } from '../../../engine/records.ts'
import { pickStep, runWizard, textStep, type Choice, type Step } from '../../../ui/wizard.ts'
import { driverOptions, encryptedOption, optionsFor, parentOption } from '../../driverOptions.ts'
import { driverMeaning, flagMeaning, optionMeaning } from '../../explanations.ts'
import { isOnParent, nameProblem, type NetworkSpecification } from '../../network.ts'
import type { NetworkLine } from './networkLine.ts'
import type { Surroundings } from './surroundings.ts'

/** What is wrong with a network's name; nothing if it is fine. */
export function nameMessage(name: string, others: readonly NetworkRecord[]): string | undefined {
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
			return others.some((network) => network.name === name)
				? vscode.l10n.t('A network with this name exists already.')
				: undefined
	}
}

export function nameStep({ others }: Surroundings): Step<NetworkSpecification> {
	return textStep({
		prompt: vscode.l10n.t('Name of the network'),
		placeholder: vscode.l10n.t('Letters, digits, “.”, “_” and “-”'),
		value: ({ name }) => name,
		validate: (name) => nameMessage(name, others()),
		apply: (before, name) => ({ ...before, name }),
	})
}

/** A driver as people choose it: an internal bridge is one of its own. */
interface DriverChoice {
	readonly driver: string
	readonly internal: boolean
}

export function driverStep({ facts }: Surroundings): Step<NetworkSpecification> {
	return pickStep<NetworkSpecification, DriverChoice>({
		prompt: vscode.l10n.t('Which driver?'),
		choices: () => driverChoices(facts.drivers, facts.swarm === 'manager'),
		isActive: ({ driver, internal }, value) => driver === value.driver && internal === value.internal,
		apply: withDriver,
	})
}

/** The parent interface of a macvlan or ipvlan network: one of those that are known, or typed. */
export function parentSteps({ host, others }: Surroundings): readonly Step<NetworkSpecification>[] {
	const skip = ({ driver }: NetworkSpecification) => !isOnParent(driver)
	const known = host?.interfaces ?? []
	const typed = Symbol('typed')
	let isTyped = known.length === 0
	const users = (name: string) =>
		others().filter(({ driver, options }) => isOnParent(driver) && options[parentOption] === name)
	return [
		pickStep<NetworkSpecification, string | typeof typed>({
			prompt: vscode.l10n.t('On which interface of the engine’s machine shall it stand?'),
			skip: (answers) => skip(answers) || known.length === 0,
			choices: () => [
				...known.map(({ name, subnets }) => ({
					label: `$(plug) ${name}`,
					description: subnets.join(' · '),
					detail: users(name)
						.map((network) => vscode.l10n.t('“{0}” stands on it already', network.name))
						.join(', '),
					value: name,
				})),
				{
					label: `$(edit) ${vscode.l10n.t('Another…')}`,
					detail: vscode.l10n.t('“eth0.50” makes VLAN 50 of eth0; nothing makes a network without a way out.'),
					value: typed,
				},
			],
			isActive: ({ options }, value) => options[parentOption] === value,
			apply: (before, value) => {
				isTyped = value === typed
				return value === typed ? before : withParent(before, value)
			},
		}),
		textStep<NetworkSpecification>({
			prompt: vscode.l10n.t('Parent interface on the engine’s machine, such as eth0 or eth0.50; empty: no way out'),
			placeholder: 'eth0',
			skip: (answers) => skip(answers) || !isTyped,
			value: ({ options }) => options[parentOption] ?? '',
			validate: (text) =>
				/^[^\s/:]{0,15}$/.test(text.trim())
					? parentMessage(
							text.trim(),
							known.map(({ name }) => name),
						)
					: vscode.l10n.t('An interface’s name has at most 15 characters, without spaces, “/” and “:”.'),
			apply: (before, text) => withParent(before, text.trim()),
		}),
	]
}

// Where the interfaces are known: the engine makes a VLAN of one by itself, but no other.
function parentMessage(name: string, known: readonly string[]): string | undefined {
	const isMade = known.some(
		(each) => new RegExp(String.raw`^\.(?:[1-9]\d{0,3})$`).test(name.slice(each.length)) && name.startsWith(each),
	)
	return name === '' || known.length === 0 || known.includes(name) || isMade
		? undefined
		: vscode.l10n.t('This machine has no interface “{0}”. It has {1}.', name, known.join(', '))
}

function withParent(before: NetworkSpecification, parent: string): NetworkSpecification {
	const { [parentOption]: _before, ...options } = before.options
	return { ...before, options: parent === '' ? options : { ...options, [parentOption]: parent } }
}

/** Keeps what the other driver understands too. */
function withDriver(before: NetworkSpecification, { driver, internal }: DriverChoice): NetworkSpecification {
	if (driver === before.driver) return { ...before, internal }
	const known = new Set(optionsFor(driverOptions, driver, '99.0').map(({ key }) => key))
	if (isOnParent(driver)) known.add(parentOption)
	if (driver === 'overlay') known.add(encryptedOption)
	const options = Object.entries(before.options).filter(([key]) => known.has(key))
	// Single containers are what is connected here: without it, only services could join.
	const attachable = driver === 'overlay'
	return { ...before, driver, internal, attachable, options: Object.fromEntries(options) }
}

function driverChoices(drivers: readonly string[], isManager: boolean): readonly Choice<DriverChoice>[] {
	const plain = (driver: string, icon: string): Choice<DriverChoice> => ({
		label: `$(${icon}) ${driver}`,
		detail: driverMeaning(driver) ?? vscode.l10n.t('A plug-in of this engine.'),
		value: { driver, internal: false },
	})
	const own = new Set(['bridge', 'macvlan', 'ipvlan', 'overlay'])
	return [
		plain('bridge', 'type-hierarchy-sub'),
		{
			label: `$(lock) ${vscode.l10n.t('bridge, internal')}`,
			description: vscode.l10n.t('private'),
			detail: flagMeaning('internal'),
			value: { driver: 'bridge', internal: true },
		},
		...['macvlan', 'ipvlan'].filter((each) => drivers.includes(each)).map((each) => plain(each, 'radio-tower')),
		...(isManager ? [plain('overlay', 'globe')] : []),
		...drivers.filter((each) => !own.has(each)).map((each) => plain(each, 'plug')),
	]
}

export function nameLine(title: string, surroundings: Surroundings): NetworkLine {
	return {
		id: 'name',
		heading: vscode.l10n.t('Network'),
		label: `$(symbol-string) ${vscode.l10n.t('Name')}`,
		detail: vscode.l10n.t('By which containers and compose files mean it.'),
		edit: (before) => runWizard(title, before, [nameStep(surroundings)]),
	}
}

export function driverLines(
	title: string,
	{ driver, options }: NetworkSpecification,
	surroundings: Surroundings,
): readonly NetworkLine[] {
	const meaning = driverMeaning(driver)
	return [
		{
			id: 'driver',
			label: `$(circuit-board) ${vscode.l10n.t('Driver')}`,
			value: driver,
			...(meaning === undefined ? {} : { detail: meaning }),
			edit: (before) => runWizard(title, before, [driverStep(surroundings), ...parentSteps(surroundings)]),
		},
		...(isOnParent(driver)
			? [
					{
						id: 'parent',
						label: `$(plug) ${vscode.l10n.t('Parent interface')}`,
						value: options[parentOption] ?? vscode.l10n.t('none: no way out'),
						detail: optionMeaning(parentOption) ?? '',
						edit: (before: NetworkSpecification) => runWizard(title, before, parentSteps(surroundings)),
					},
				]
			: []),
	]
}
