import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { askHold } from './askHold.ts'
import { chooseVolumes } from './chooseVolumes.ts'
import { takeRestorePoints } from './confirmLoss.ts'

/** Takes a restore point of volumes now. */
export async function takeRestorePoint(
	connected: Connected<VolumeParts>,
	node?: VolumeNode,
	nodes?: readonly VolumeNode[],
): Promise<void> {
	const title = vscode.l10n.t('Take Restore Point')
	const volumes = await chooseVolumes(connected, node, nodes, title)
	const names = volumes.map(({ name }) => name)
	const holding = await askHold(connected, names, title)
	await takeRestorePoints(connected, volumes, 'manual', holding)
	// Not awaited: the message may stay for long, and the command is done.
	void vscode.window.showInformationMessage(vscode.l10n.t('A restore point of {0} was taken.', names.join(', ')))
}
