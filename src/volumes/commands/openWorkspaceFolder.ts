import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { dataUri } from '../data/fileSystem.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { chooseVolume } from './chooseVolumes.ts'

/** Opens a volume as the folder of an empty window, or adds it to the folders that are open: the Explorer shows it. */
export async function openWorkspaceFolder(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { name } = await chooseVolume(connected, node, vscode.l10n.t('Open Volume as Workspace Folder'))
	const uri = dataUri(connected.engine, name, '/')
	const folders = vscode.workspace.workspaceFolders
	if (!folders) {
		// A folder added to an empty window would become a workspace without a name, which VS Code must save and load.
		await vscode.commands.executeCommand('vscode.openFolder', uri, { forceReuseWindow: true })
		return
	}
	if (!folders.some((folder) => folder.uri.toString() === uri.toString())) {
		if (!vscode.workspace.updateWorkspaceFolders(folders.length, 0, { uri, name })) {
			throw new Failure(vscode.l10n.t('The folder could not be added to the workspace.'))
		}
	}
	await vscode.commands.executeCommand('workbench.view.explorer')
}
