import * as vscode from 'vscode'
import type { Labels } from '../../../engine/records.ts'
import { pickStep, runWizard, type Choice } from '../../../ui/wizard.ts'
import {
	driverOptions,
	encryptedOption,
	isOptionValue,
	optionsFor,
	parentOption,
	type DriverOption,
} from '../../driverOptions.ts'
import { optionMeaning } from '../../explanations.ts'
import type { NetworkSpecification } from '../../network.ts'
import { askText } from './askText.ts'
import type { NetworkLine } from './networkLine.ts'

/** A line for each option that is set, and one to set another. */
export function optionLines(
	title: string,
	{ driver, options }: NetworkSpecification,
	apiVersion: string,
): readonly NetworkLine[] {
	const known = optionsFor(driverOptions, driver, apiVersion)
	// These have lines of their own.
	const set = Object.entries(options).filter(([key]) => key !== parentOption && key !== encryptedOption)
	return [
		...set.map(([key, value], index): NetworkLine => {
			const meaning = optionMeaning(key)
			return {
				id: `option ${key}`,
				...(index === 0 ? { heading: vscode.l10n.t('Options of the driver') } : {}),
				label: `$(settings-gear) ${key}`,
				value,
				...(meaning === undefined ? {} : { detail: meaning }),
				edit: async (before) => {
					const changed = await askOption(title, key, known, before.options)
					return changed && { ...before, options: changed }
				},
			}
		}),
		{
			id: 'option',
			...(set.length === 0 ? { heading: vscode.l10n.t('Options of the driver') } : {}),
			label: `$(add) ${vscode.l10n.t('Set Option…')}`,
			value: known.map(({ key }) => shortName(key)).join(', '),
			edit: async (before) => {
				const changed = await askAnyOption(title, known, before.options)
				return changed && { ...before, options: changed }
			},
		},
	]
}

function shortName(key: string): string {
	return key.slice(key.lastIndexOf('.') + 1)
}

/**
 * Asks which option, by name and meaning, and for its value.
 *
 * @returns The options with it; nothing if the person left.
 */
export async function askAnyOption(
	title: string,
	known: readonly DriverOption[],
	options: Labels,
): Promise<Labels | undefined> {
	const choices: readonly Choice<string>[] = [
		...known.map(({ key, standard }) => ({
			label: key,
			description: options[key] ?? (standard && vscode.l10n.t('{0} unless set', standard)),
			detail: optionMeaning(key) ?? '',
			value: key,
		})),
		{
			label: `$(edit) ${vscode.l10n.t('Another…')}`,
			detail: vscode.l10n.t('One that Longshore does not know.'),
			value: '',
		},
	]
	const key = await runWizard(title, '', [
		pickStep<string, string>({
			prompt: vscode.l10n.t('Which option?'),
			choices: () => choices,
			apply: (_, value) => value,
		}),
	])
	if (key === undefined) return undefined
	if (key !== '') return askOption(title, key, known, options)
	const typed = await askText(title, {
		...{ prompt: vscode.l10n.t('Name of the option'), placeholder: 'com.example.option', value: '' },
		validate: (text) => (/^[^\s=]+$/.test(text) ? undefined : vscode.l10n.t('A name without spaces and “=”.')),
	})
	return typed === undefined ? undefined : askOption(title, typed, known, options)
}

/** Asks for the value of an option; an empty one takes it away. */
async function askOption(
	title: string,
	key: string,
	known: readonly DriverOption[],
	options: Labels,
): Promise<Labels | undefined> {
	const option = known.find((each) => each.key === key)
	const present = options[key] ?? ''
	const value =
		option?.value.kind === 'choice'
			? await askValue(title, key, option.value.values, option.standard, present)
			: await askText(title, {
					prompt: `${key}: ${optionMeaning(key) ?? vscode.l10n.t('its value')} ${vscode.l10n.t('Empty: not set.')}`,
					placeholder: option?.value.kind === 'text' ? option.value.example : '',
					value: present,
					validate: (text) =>
						text === '' || !option || isOptionValue(option, text) ? undefined : valueMessage(option),
				})
	if (value === undefined) return undefined
	const { [key]: _before, ...others } = options
	return value === '' ? others : { ...others, [key]: value }
}

function valueMessage({ value }: DriverOption): string {
	return vscode.l10n.t('This is not a value for it; one would be {0}.', value.kind === 'text' ? value.example : '')
}

function askValue(title: string, key: string, values: readonly string[], standard: string, present: string) {
	return runWizard(title, present, [
		pickStep<string, string>({
			prompt: `${key}: ${optionMeaning(key) ?? ''}`,
			choices: () => [
				...values.map((value) => ({
					label: value,
					...(value === standard ? { description: vscode.l10n.t('the standard') } : {}),
					value,
				})),
				{ label: `$(discard) ${vscode.l10n.t('Not Set')}`, value: '' },
			],
			isActive: (before, value) => before === value,
			apply: (_, value) => value,
		}),
	])
}
