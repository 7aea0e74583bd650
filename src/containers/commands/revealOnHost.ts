import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { hostPath, isLocal } from '../engineHost.ts'
import type { ContainersNode } from '../node.ts'
import type { ContainerParts } from '../parts.ts'
import { chooseMount } from './choosePlaces.ts'

/** Shows what a bind mount binds: in the desktop's own window for files, or in VS Code where it works elsewhere. */
export async function revealOnHost(connected: Connected<ContainerParts>, node?: ContainersNode): Promise<void> {
	const { endpoint } = connected.engine
	const { source } = await chooseMount(connected, node, vscode.l10n.t('Reveal on Host'), 'bind')
	if (!isLocal(endpoint)) {
		throw new Failure(
			vscode.l10n.t('“{0}” is on the host of the engine ({1}), not on this machine.', source, endpoint.label),
		)
	}
	const uri = vscode.Uri.file(hostPath(source))
	const stat = await statOf(uri)
	if (!stat) throw new Failure(vscode.l10n.t('“{0}” is not on this machine, or it may not be read.', source))
	if (vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop) {
		await vscode.commands.executeCommand('revealFileInOS', uri)
	} else if ((stat.type & vscode.FileType.Directory) === 0) {
		await vscode.window.showTextDocument(uri)
	} else {
		await vscode.commands.executeCommand('vscode.openFolder', uri, { forceNewWindow: true })
	}
}

async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
	try {
		return await vscode.workspace.fs.stat(uri)
	} catch {
		return undefined
	}
}
