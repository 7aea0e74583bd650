import * as vscode from 'vscode'
import { parsePairs, formatPairs } from '../../ui/pairs.ts'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickStep, runWizard, textStep, type Step } from '../../ui/wizard.ts'
import { createVolume as create } from '../operations.ts'
import type { VolumeParts } from '../parts.ts'
import { nameMessage } from './nameMessage.ts'
import { presetChoices, presetSteps, type Answers } from './volumePresets.ts'

/** Creates a volume: name, kind, what the kind needs, labels. */
export async function createVolume({ engine, inventory }: Connected<VolumeParts>): Promise<void> {
	await inventory.loaded('volumes')
	const initial: Answers = { name: '', preset: { kind: 'local' }, options: {}, labels: {} }
	const answers = await runWizard(vscode.l10n.t('Create Volume'), initial, [
		textStep({
			prompt: vscode.l10n.t('Name of the volume'),
			placeholder: vscode.l10n.t('Letters, digits, “.”, “_” and “-”'),
			value: ({ name }) => name,
			validate: (name) => nameMessage(name, (taken) => inventory.volumes.has(taken)),
			apply: (before, name) => ({ ...before, name }),
		}),
		pickStep({
			prompt: vscode.l10n.t('Where shall its data be?'),
			choices: () => presetChoices(engine),
			isActive: ({ preset }, value) => preset.kind === value.kind,
			apply: (before, preset) => ({ ...before, preset: preset.kind === before.preset.kind ? before.preset : preset }),
		}),
		...presetSteps(),
		pairsStep(
			vscode.l10n.t('Options of the driver, as key=value separated by spaces; may be empty'),
			'options',
			({ preset }) => preset.kind !== 'plugin' && preset.kind !== 'local',
		),
		pairsStep(vscode.l10n.t('Labels, as key=value separated by spaces; may be empty'), 'labels', () => false),
	])
	if (!answers) throw new Cancelled()
	const { name, preset, options, labels } = answers
	const driver = preset.kind === 'plugin' ? preset.driver : 'local'
	const own = 'optionsOf' in preset ? preset.optionsOf() : options
	await create(engine, { name, driver, options: own, labels })
}

function pairsStep(prompt: string, field: 'options' | 'labels', skip: (answers: Answers) => boolean): Step<Answers> {
	return textStep({
		prompt,
		placeholder: 'key=value',
		skip,
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
