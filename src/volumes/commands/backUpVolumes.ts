import * as vscode from 'vscode'
import { composeProject } from '../../containers/container.ts'
import type { VolumeRecord } from '../../engine/records.ts'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickMany } from '../../ui/pick.ts'
import { withProgress } from '../../ui/progress.ts'
import { backUpSeveral, type BackUpResult } from '../archive/backUpSeveral.ts'
import { volumeChoice } from '../items.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { inOrder } from '../volume.ts'
import { archiveFailure, describeArchive } from './archiveMessage.ts'
import { amountText, toProgress } from './archiveProgress.ts'
import { askCompression, askFolder } from './askBackupFile.ts'
import { askHold } from './askHold.ts'

/** Exports several volumes, or all of a compose project, into one folder. */
export async function backUpVolumes(
	connected: Connected<VolumeParts>,
	node?: VolumeNode,
	nodes?: readonly VolumeNode[],
): Promise<void> {
	const { engine, inventory, view } = connected
	const title = vscode.l10n.t('Back Up Several Volumes')
	await inventory.loaded('volumes', 'containers')
	const all = inOrder(inventory.volumes.values())
	const given = new Set((nodes ?? (node ? [node] : [])).map((each) => each.volumeName))
	const projects = Map.groupBy(all, (volume) => composeProject(volume.labels))
	const picked = await pickMany<readonly VolumeRecord[]>(
		{
			title,
			prompt: vscode.l10n.t('Which volumes?'),
			none: vscode.l10n.t('This engine has no volumes.'),
			choices: [
				...[...projects].flatMap(([project, volumes]) =>
					project === undefined
						? []
						: [
								{
									label: vscode.l10n.t('$(layers) All of {0}', project),
									description: volumes.map((volume) => volume.name).join(', '),
									value: volumes,
								},
							],
				),
				...all.map((volume) => ({ ...volumeChoice(volume, view.usersOf(volume.name)), value: [volume] })),
			],
		},
		(volumes) => volumes.length === 1 && volumes.every((volume) => given.has(volume.name)),
	)
	const volumes = [...new Set(picked.flat().map((volume) => volume.name))]
	const { containers, hold } = await askHold(connected, volumes, title)
	const compression = await askCompression(title)
	const folder = await askFolder(title)
	const results = await withProgress(vscode.l10n.t('Backing up {0} volumes', volumes.length), (signal, report) =>
		backUpSeveral(
			engine,
			{ volumes, containers, hold, folder, compression },
			{
				signal,
				report: ({ volume, index, ...progress }) => {
					const message = vscode.l10n.t(
						'{0} ({1} of {2}): {3}',
						volume,
						index + 1,
						volumes.length,
						toProgress(progress).message ?? '',
					)
					report({ message, fraction: index / volumes.length })
				},
			},
		),
	).catch((error: unknown) => {
		throw archiveFailure(error)
	})
	summarise(results, folder)
}

function summarise(results: readonly BackUpResult[], folder: string): void {
	const done = results.filter((result) => result.kind === 'done')
	const failed = results.filter((result) => result.kind === 'failed')
	const total = amountText({
		entries: done.reduce((sum, { amount }) => sum + amount.entries, 0),
		bytes: done.reduce((sum, { amount }) => sum + amount.bytes, 0),
	})
	if (failed.length > 0) {
		const lines = failed.map(({ volume, error }) => `${volume}: ${describeArchive(error)}`).join('; ')
		throw new Failure(
			vscode.l10n.t(
				'{0} of {1} volumes are backed up in {2}; not these: {3}',
				done.length,
				results.length,
				folder,
				lines,
			),
		)
	}
	const [only] = done
	void vscode.window.showInformationMessage(
		only && done.length === 1
			? vscode.l10n.t('“{0}” is backed up in {1} ({2}).', only.volume, folder, total)
			: vscode.l10n.t('{0} volumes are backed up in {1} ({2}).', done.length, folder, total),
	)
}
