import * as vscode from 'vscode'
import type { VolumeRecord } from '../../engine/records.ts'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickOne } from '../../ui/pick.ts'
import { dataUri } from '../data/fileSystem.ts'
import { hostFolder } from '../data/hostFolder.ts'
import { isProtected } from '../data/protection.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { chooseVolume } from './chooseVolumes.ts'

/** Opens a volume as the folder of an empty window, or adds it to the folders that are open: the Explorer shows it. */
export async function openWorkspaceFolder(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const volume = await chooseVolume(connected, node, vscode.l10n.t('Open Volume as Workspace Folder'))
	const uri = await chooseWay(connected, volume)
	const folders = vscode.workspace.workspaceFolders
	if (!folders) {
		// A folder added to an empty window would become a workspace without a name, which VS Code must save and load.
		await vscode.commands.executeCommand('vscode.openFolder', uri, { forceReuseWindow: true })
		return
	}
	if (!folders.some((folder) => folder.uri.toString() === uri.toString())) {
		if (!vscode.workspace.updateWorkspaceFolders(folders.length, 0, { uri, name: volume.name })) {
			throw new Failure(vscode.l10n.t('The folder could not be added to the workspace.'))
		}
	}
	await vscode.commands.executeCommand('workbench.view.explorer')
}

/** VS Code's own search and Git work on folders of a disk only, so that is offered where there is one. */
async function chooseWay({ engine }: Connected<VolumeParts>, volume: VolumeRecord): Promise<vscode.Uri> {
	const throughEngine = dataUri(engine, volume.name, '/')
	const folder = isProtected(volume.name) ? undefined : await hostFolder(engine, volume)
	if (folder === undefined) return throughEngine
	return pickOne({
		title: vscode.l10n.t('Open Volume as Workspace Folder'),
		prompt: vscode.l10n.t('The engine keeps this volume on this machine'),
		choices: [
			{
				label: vscode.l10n.t('$(folder-opened) The Folder on This Machine'),
				description: folder,
				detail: vscode.l10n.t('Search and Git work on it. What you write belongs to you.'),
				value: vscode.Uri.file(folder),
			},
			{
				label: vscode.l10n.t('$(database) Through the Engine'),
				detail: vscode.l10n.t('Owners stay as they are. Find in Volume searches; Git does not work on it.'),
				value: throughEngine,
			},
		],
		none: '',
	})
}
