import * as vscode from 'vscode'
import type { NetworkRecord } from '../../../engine/records.ts'
import { pickStep, runWizard, textStep, type Choice, type Step } from '../../../ui/wizard.ts'
import { driverOptions, encryptedOption, optionsFor, parentOption } from '../../driverOptions.ts'
import { driverSummary, flagMeaning, optionMeaning } from '../../explanations.ts'
import { isOnParent, nameProblem, type NetworkSpecification } from '../../network.ts'
import type { NetworkLine } from './networkLine.ts'
import { parentSteps } from './parentSteps.ts'
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
		detail: driverSummary(driver),
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

export function nameLine(title: string, name: string, surroundings: Surroundings): NetworkLine {
	return {
		id: 'name',
		heading: vscode.l10n.t('Network'),
		label: `$(symbol-string) ${vscode.l10n.t('Name')}`,
		value: name,
		detail: vscode.l10n.t('By which containers and compose files mean it.'),
		edit: (before) => runWizard(title, before, [nameStep(surroundings)]),
	}
}

export function driverLines(
	title: string,
	{ driver, options }: NetworkSpecification,
	surroundings: Surroundings,
): readonly NetworkLine[] {
	return [
		{
			id: 'driver',
			label: `$(circuit-board) ${vscode.l10n.t('Driver')}`,
			value: driver,
			detail: driverSummary(driver),
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
