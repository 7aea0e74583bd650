import * as vscode from 'vscode'

/** Where an isolation file is. */
export const pattern = '**/.docker/isolation.yaml'

export const selector: vscode.DocumentSelector = { pattern }

export function isIsolationFile(document: vscode.TextDocument): boolean {
	return vscode.languages.match(selector, document) > 0
}

/** Those of the workspace, and those that are open from elsewhere. */
export async function isolationDocuments(): Promise<readonly vscode.TextDocument[]> {
	const open = vscode.workspace.textDocuments.filter(isIsolationFile)
	const found = await vscode.workspace.findFiles(pattern, '**/node_modules/**')
	const others = found.filter((uri) => !open.some((document) => document.uri.toString() === uri.toString()))
	return [...open, ...(await Promise.all(others.map((uri) => vscode.workspace.openTextDocument(uri))))]
}
