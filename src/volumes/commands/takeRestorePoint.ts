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
}
