import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { chooseVolume } from './chooseVolumes.ts'

/** Reads a folder again. Nothing tells what containers write. */
export async function refreshData(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	if (node?.kind === 'entry') return connected.view.refreshData(node)
	const { name } = await chooseVolume(connected, node, vscode.l10n.t('Refresh Data'))
	await connected.view.revealData(name)
}
