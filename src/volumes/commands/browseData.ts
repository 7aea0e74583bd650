import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { chooseVolume } from './chooseVolumes.ts'

/** Opens a volume's data in the tree. */
export async function browseData(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { name } = await chooseVolume(connected, node, vscode.l10n.t('Browse Data'))
	await connected.view.revealData(name)
}
