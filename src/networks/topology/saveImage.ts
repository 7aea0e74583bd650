import { homedir } from 'node:os'
import * as vscode from 'vscode'

/** Asks where to, and writes a picture of the topology there. */
export async function saveImage(format: 'svg' | 'png', data: string): Promise<void> {
	const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir())
	const uri = await vscode.window.showSaveDialog({
		defaultUri: vscode.Uri.joinPath(folder, `topology.${format}`),
		filters: format === 'svg' ? { SVG: ['svg'] } : { PNG: ['png'] },
		title: vscode.l10n.t('Export Topology'),
	})
	if (!uri) return
	await vscode.workspace.fs.writeFile(uri, Buffer.from(data, format === 'svg' ? 'utf8' : 'base64'))
	const open = vscode.l10n.t('Open')
	// The page has its answer already; the person may take their time.
	void vscode.window.showInformationMessage(vscode.l10n.t('Exported to {0}.', uri.path), open).then((answer) => {
		if (answer === open) void vscode.commands.executeCommand('vscode.open', uri)
	})
}
