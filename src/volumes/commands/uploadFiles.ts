import * as vscode from 'vscode'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { chosenUri } from '../droppedFiles.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { bringFiles } from './bringFiles.ts'
import { chooseFolder } from './chooseEntries.ts'

/** Brings files of this machine into a volume. */
export function uploadFiles(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	return bring(connected, node, vscode.l10n.t('Upload Files'), { canSelectFiles: true, canSelectFolders: false })
}

/** Brings folders of this machine into a volume, with all that is in them. */
export function uploadFolder(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	return bring(connected, node, vscode.l10n.t('Upload Folder'), { canSelectFiles: false, canSelectFolders: true })
}

async function bring(
	connected: Connected<VolumeParts>,
	node: VolumeNode | undefined,
	title: string,
	kind: Pick<vscode.OpenDialogOptions, 'canSelectFiles' | 'canSelectFolders'>,
): Promise<void> {
	const folder = await chooseFolder(connected, node, title)
	await connected.data.refuseWriting(folder.volumeName)
	const openLabel = vscode.l10n.t('Upload')
	const uris = await vscode.window.showOpenDialog({ ...kind, title, openLabel, canSelectMany: true })
	if (!uris || uris.length === 0) throw new Cancelled()
	await bringFiles(connected, uris.map(chosenUri), folder)
}
