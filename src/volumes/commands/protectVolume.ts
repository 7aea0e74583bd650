import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import { protect, unprotect } from '../data/protection.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { chooseVolume } from './chooseVolumes.ts'

/** Has a volume's data shown for reading only; containers are not concerned. */
export async function protectVolume(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { name } = await chooseVolume(connected, node, vscode.l10n.t('Make Read-Only'))
	await protect(name)
}

/** Lets a volume's data be edited again. */
export async function unprotectVolume(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { name } = await chooseVolume(connected, node, vscode.l10n.t('Allow Editing'))
	await unprotect(name, connected.inventory.volumes.keys())
}
