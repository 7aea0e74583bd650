import * as vscode from 'vscode'

/** Where an isolation file is. */
export const pattern = '**/.docker/isolation.yaml'

/** What Git shows of an older version is none. */
export const selector: vscode.DocumentSelector = { scheme: 'file', pattern }

export function isIsolationFile(document: vscode.TextDocument): boolean {
	return vscode.languages.match(selector, document) > 0
}

/** Those of the workspace's folders, and those that are open from elsewhere. */
export async function isolationDocuments(): Promise<readonly vscode.TextDocument[]> {
	const open = vscode.workspace.textDocuments.filter(isIsolationFile)
	const known = new Set(open.map(({ uri }) => uri.toString()))
	const folders = vscode.workspace.workspaceFolders ?? []
	const found = await Promise.all(
		folders
			.map(({ uri }) => vscode.Uri.joinPath(uri, '.docker/isolation.yaml'))
			.filter((uri) => !known.has(uri.toString()))
			.map(async (uri) => ((await exists(uri)) ? vscode.workspace.openTextDocument(uri) : [])),
	)
	// VS Code keeps for a while what was deleted.
	const there = await Promise.all(open.map(async (each) => (each.isDirty || (await exists(each.uri)) ? each : [])))
	return [...there.flat(), ...found.flat()]
}

async function exists(uri: vscode.Uri): Promise<boolean> {
	try {
		await vscode.workspace.fs.stat(uri)
		return true
	} catch {
		return false
	}
}
