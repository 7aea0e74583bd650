import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import { formatDate } from '../../ui/format.ts'
import type { Connected } from '../../ui/parts.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { chooseRestorePoint } from './chooseRestorePoints.ts'
import { compareWithFile } from './compareVolume.ts'

/** Shows what has changed in a volume since a restore point was taken. */
export async function compareRestorePoint(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { inventory } = connected
	await inventory.loaded('volumes', 'containers')
	const point = await chooseRestorePoint(connected, node, vscode.l10n.t('Compare With Restore Point'))
	const volume = inventory.volumes.get(point.volume)
	if (!volume) {
		throw new Failure(vscode.l10n.t('There is no volume “{0}” any more.', point.volume), [
			{
				title: vscode.l10n.t('Put Back Restore Point…'),
				run: () => vscode.commands.executeCommand('longshore.volumes.putBackRestorePoint'),
			},
		])
	}
	await compareWithFile(connected, volume, point.path, formatDate(point.takenAt))
}
