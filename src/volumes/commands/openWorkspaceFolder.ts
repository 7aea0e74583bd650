import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { dataUri } from '../data/fileSystem.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { chooseVolume } from './chooseVolumes.ts'

/** Adds a volume to the workspace: the Explorer then shows it beside the folders that are open. */
export async function openWorkspaceFolder(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { name } = await chooseVolume(connected, node, vscode.l10n.t('Open Volume as Workspace Folder'))
	const uri = dataUri(connected.engine, name, '/')
	const folders = vscode.workspace.workspaceFolders ?? []
	if (!folders.some((folder) => folder.uri.toString() === uri.toString())) {
		// Where there was one folder at most, VS Code makes a workspace of it and starts anew.
		if (!vscode.workspace.updateWorkspaceFolders(folders.length, 0, { uri, name })) {
			throw new Failure(vscode.l10n.t('The folder could not be added to the workspace.'))
		}
	}
	if (vscode.workspace.workspaceFile) await vscode.commands.executeCommand('workbench.view.explorer')
}
