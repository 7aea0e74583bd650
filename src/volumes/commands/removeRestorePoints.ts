import * as vscode from 'vscode'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { Cancelled } from '../../ui/failure.ts'
import { formatBytes, formatDate } from '../../ui/format.ts'
import type { Connected } from '../../ui/parts.ts'
import { removeRestorePoints as remove } from '../archive/restorePoints.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { chooseRestorePoints } from './chooseRestorePoints.ts'

/** Removes restore points that are no longer wanted. */
export async function removeRestorePoints(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const points = await chooseRestorePoints(connected, node, vscode.l10n.t('Remove Restore Points'))
	const lines = points.map((point) => `• ${point.volume}, ${formatDate(point.takenAt)} (${formatBytes(point.size)})`)
	const confirmed = await confirmDestruction({
		message:
			points.length === 1
				? vscode.l10n.t('Remove this restore point?')
				: vscode.l10n.t('Remove {0} restore points?', points.length),
		detail: vscode.l10n.t('{0}\n\nWhat they keep can no longer be put back.', lines.join('\n')),
		action: vscode.l10n.t('Remove'),
	})
	if (!confirmed) throw new Cancelled()
	await remove(points)
}
