import * as vscode from 'vscode'
import { formatBytes, formatDate } from '../../ui/format.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickMany, pickOne } from '../../ui/pick.ts'
import type { RestoreReason } from '../archive/restorePoint.ts'
import { listRestorePoints, type KeptRestorePoint } from '../archive/restorePoints.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { restoreSettings } from './restoreSettings.ts'

/**
 * One restore point: of the volume that the menu was opened on, or of any.
 *
 * @throws {Cancelled}
 */
export async function chooseRestorePoint(
	parts: Connected<VolumeParts>,
	node: VolumeNode | undefined,
	title: string,
): Promise<KeptRestorePoint> {
	return pickOne(await question(parts, node, title))
}

/** Several of them. */
export async function chooseRestorePoints(
	parts: Connected<VolumeParts>,
	node: VolumeNode | undefined,
	title: string,
): Promise<readonly KeptRestorePoint[]> {
	return pickMany(await question(parts, node, title))
}

async function question({ engine, storage }: Connected<VolumeParts>, node: VolumeNode | undefined, title: string) {
	const all = await listRestorePoints(restoreSettings(storage).folder, engine)
	const points = node ? all.filter((point) => point.volume === node.volumeName) : all
	return {
		title,
		prompt: vscode.l10n.t('Which restore point?'),
		none: vscode.l10n.t(
			'There are no restore points yet. They are taken before data is destroyed, and when you ask for one.',
		),
		choices: points.map((point) => ({
			label: `$(history) ${point.volume}`,
			description: formatDate(point.takenAt),
			detail: [reasonText(point.reason), formatBytes(point.size)].join(' · '),
			value: point,
		})),
	}
}

/** Before what it was taken, in the person's language. */
function reasonText(reason: RestoreReason): string {
	switch (reason) {
		case 'manual':
			return vscode.l10n.t('Taken by hand')
		case 'import':
			return vscode.l10n.t('Before an import')
		case 'empty':
			return vscode.l10n.t('Before it was emptied')
		case 'remove':
		case 'prune':
			return vscode.l10n.t('Before it was removed')
		case 'folder':
			return vscode.l10n.t('Before a folder was deleted')
	}
}
