import * as vscode from 'vscode'
import { Cancelled } from '../../ui/failure.ts'
import { formatBytes } from '../../ui/format.ts'
import type { Connected } from '../../ui/parts.ts'
import { newest, withProgress } from '../../ui/progress.ts'
import { pickStep, runWizard, textStep } from '../../ui/wizard.ts'
import { nameMessage } from '../../volumes/commands/nameMessage.ts'
import { amountText } from '../itemsBelow.ts'
import { proposedVolumeName } from '../mountLines.ts'
import type { ContainersNode } from '../node.ts'
import { moveToVolume as move } from '../operations/moveToVolume.ts'
import type { ContainerParts } from '../parts.ts'
import type { Written } from '../written.ts'
import { chooseContainer } from './chooseContainers.ts'
import { showMountLines } from './showMountLines.ts'

interface Answers {
	readonly folder: Written | undefined
	readonly volumeName: string
	readonly pause: boolean
}

/** Copies a folder that a container wrote into a new volume, and shows how it is mounted from now on. */
export async function moveToVolume(connected: Connected<ContainerParts>, node?: ContainersNode): Promise<void> {
	const { engine, inventory, view } = connected
	const title = vscode.l10n.t('Move to a Volume')
	const owner = node?.kind === 'written' ? { containerId: node.owner } : node?.kind === 'container' ? node : undefined
	const container = await chooseContainer(connected, owner, title)
	await inventory.loaded('volumes')
	const answers = await runWizard<Answers>(
		title,
		{ folder: node?.kind === 'written' ? node.written : undefined, volumeName: '', pause: true },
		[
			pickStep<Answers, Written>({
				prompt: vscode.l10n.t('Which folder of “{0}”?', container.name),
				skip: () => node?.kind === 'written',
				choices: async () => foldersIn((await view.dataAtRiskOf(container)).data).map(folderChoice),
				isActive: ({ folder }, value) => folder?.path === value.path,
				apply: (before, folder) => ({ ...before, folder }),
			}),
			textStep<Answers>({
				prompt: vscode.l10n.t('Name of the new volume'),
				value: ({ folder, volumeName }) => volumeName || proposedVolumeName(container.name, folder?.path ?? ''),
				validate: (name) => nameMessage(name, (taken) => inventory.volumes.has(taken)),
				apply: (before, volumeName) => ({ ...before, volumeName }),
			}),
			pickStep<Answers, boolean>({
				prompt: vscode.l10n.t('“{0}” is running. What shall it do meanwhile?', container.name),
				skip: () => container.state !== 'running',
				choices: () => [
					{
						label: vscode.l10n.t('Pause It'),
						detail: vscode.l10n.t('It stands still while the data is copied, so that nothing changes meanwhile.'),
						value: true,
					},
					{
						label: vscode.l10n.t('Let It Run'),
						detail: vscode.l10n.t('What it writes meanwhile may be missing in the volume, or half-written.'),
						value: false,
					},
				],
				isActive: ({ pause }, value) => pause === value,
				apply: (before, pause) => ({ ...before, pause }),
			}),
		],
	)
	if (!answers?.folder) throw new Cancelled()
	const { folder, volumeName } = answers
	const pause = answers.pause && container.state === 'running'
	await withProgress(vscode.l10n.t('Moving {0} to volume {1}', folder.path, volumeName), (signal, report) =>
		move(engine, {
			...{ containerId: container.id, imageId: container.imageId, folder: folder.path, volumeName, pause, signal },
			report: newest((bytes: number) =>
				report({
					message: vscode.l10n.t('{0} of about {1}', formatBytes(bytes), formatBytes(folder.size)),
					fraction: folder.size === 0 ? 0 : Math.min(0.99, bytes / folder.size),
				}),
			),
		}),
	)
	await showMountLines(container, folder.path, volumeName)
}

/** Folders that may be worth a volume, the largest first: a few, each with what is right below it. */
function foldersIn(written: Written): readonly Written[] {
	const folders = (written.children ?? []).filter(({ children }) => children !== undefined)
	return folders
		.flatMap((folder) => [folder, ...(folder.children ?? []).filter(({ children }) => children !== undefined)])
		.sort((one, other) => other.size - one.size)
}

function folderChoice(folder: Written) {
	return { label: folder.path, description: amountText(folder), value: folder }
}
