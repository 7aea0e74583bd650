import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { chooseVolumes } from './chooseVolumes.ts'

/** Copies the names of the chosen volumes, a line for each. */
export async function copyVolumeName(
	connected: Connected<VolumeParts>,
	node?: VolumeNode,
	nodes?: readonly VolumeNode[],
): Promise<void> {
	const volumes = await chooseVolumes(connected, node, nodes, vscode.l10n.t('Copy Volume Name'))
	await vscode.env.clipboard.writeText(volumes.map((volume) => volume.name).join('\n'))
}
