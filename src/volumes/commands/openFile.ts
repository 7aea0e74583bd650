import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import { dataUri } from '../data/fileSystem.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'

/** Opens a file of a volume in the editor that suits it. As in the Explorer, the tree keeps the keyboard. */
export async function openFile(connected: Connected<VolumeParts>, node: VolumeNode): Promise<void> {
	if (node.kind !== 'entry') return
	const options: vscode.TextDocumentShowOptions = { preview: true, preserveFocus: true }
	await vscode.commands.executeCommand('vscode.open', dataUri(connected.engine, node.volumeName, node.path), options)
}
