import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { chooseVolumes } from './chooseVolumes.ts'
import { takeRestorePoints } from './confirmLoss.ts'

/** Takes a restore point of volumes now. */
export async function takeRestorePoint(
	connected: Connected<VolumeParts>,
	node?: VolumeNode,
	nodes?: readonly VolumeNode[],
): Promise<void> {
	const volumes = await chooseVolumes(connected, node, nodes, vscode.l10n.t('Take Restore Point'))
	await takeRestorePoints(connected, volumes, 'manual')
	const names = volumes.map(({ name }) => name).join(', ')
	// Not awaited: the message may stay for long, and the command is done.
	void vscode.window.showInformationMessage(vscode.l10n.t('A restore point of {0} was taken.', names))
}
