import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import { layerUri } from '../layers/fileSystem.ts'
import type { ImageNode } from '../node.ts'

/** Opens a file as one layer has it, for reading. */
export async function openLayerFile(_connected: Connected, node: ImageNode): Promise<void> {
	if (node.kind !== 'file') return
	await vscode.commands.executeCommand('vscode.open', layerUri(node.ofImage, node.layer, node.entry.path))
}
