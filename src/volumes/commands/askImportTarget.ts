import * as vscode from 'vscode'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickStep, runWizard, textStep } from '../../ui/wizard.ts'
import type { Backup } from '../archive/backup.ts'
import { volumeChoice } from '../items.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { inOrder } from '../volume.ts'
import { freeName } from './askNewName.ts'
import { nameMessage } from './nameMessage.ts'
import { rootStep } from './rootStep.ts'

interface Answers {
	readonly kind: 'new' | 'merge' | 'replace'
	readonly name: string
	/** Folder of the archive that holds the volume's content. */
	readonly root: string
}

/**
 * Where an archive's content shall go: into a new volume, or into one that is there.
 *
 * @throws {Cancelled}
 */
export async function askImportTarget(
	{ inventory, view }: Connected<VolumeParts>,
	backup: Backup,
	given: { readonly title: string; readonly proposed: string; readonly node: VolumeNode | undefined },
): Promise<Answers> {
	const { volumes } = inventory
	const opened = given.node?.volumeName
	const initial: Answers = { kind: opened === undefined ? 'new' : 'merge', name: opened ?? '', root: backup.root }
	const answers = await runWizard<Answers>(given.title, initial, [
		rootStep(backup),
		pickStep<Answers, Answers['kind']>({
			prompt: vscode.l10n.t('Where shall it go?'),
			choices: () => [
				{ label: vscode.l10n.t('$(add) A new volume'), value: 'new' },
				{
					label: vscode.l10n.t('$(git-merge) Merge into a volume'),
					detail: vscode.l10n.t('Files of the same name are overwritten; what only the volume has stays.'),
					value: 'merge',
				},
				{
					label: vscode.l10n.t('$(replace-all) Replace the content of a volume'),
					detail: vscode.l10n.t('What is in the volume is lost.'),
					value: 'replace',
				},
			],
			isActive: ({ kind }, value) => kind === value,
			apply: (before, kind) => ({ ...before, kind }),
		}),
		textStep<Answers>({
			prompt: vscode.l10n.t('Name of the new volume'),
			skip: ({ kind }) => kind !== 'new',
			value: ({ name }) => (name === '' || name === opened ? freeName(given.proposed, volumes) : name),
			validate: (name) => nameMessage(name, (taken) => volumes.has(taken)),
			apply: (before, name) => ({ ...before, name }),
		}),
		pickStep<Answers, string>({
			prompt: vscode.l10n.t('Which volume?'),
			skip: ({ kind }) => kind === 'new' || opened !== undefined,
			choices: () =>
				inOrder(volumes.values()).map((volume) => ({
					...volumeChoice(volume, view.usersOf(volume.name)),
					value: volume.name,
				})),
			isActive: ({ name }, value) => name === value,
			apply: (before, name) => ({ ...before, name }),
		}),
	])
	if (!answers) throw new Cancelled()
	return answers
}
