import * as vscode from 'vscode'

/**
 * What views put containers under when they are dragged: their ids, as a JSON array. Not `vnd.code.tree.` with a view's
 * id: under that VS Code puts something of its own.
 */
export const containersMimeType = 'application/vnd.longshore.containers'

/** Takes containers along with a drag. */
export function carryContainers(ids: readonly string[], transfer: vscode.DataTransfer): void {
	if (ids.length > 0) transfer.set(containersMimeType, new vscode.DataTransferItem(JSON.stringify([...new Set(ids)])))
}

/** The containers that are dropped, by id; none where something else is. */
export async function droppedContainers(transfer: vscode.DataTransfer): Promise<readonly string[]> {
	const items = [...transfer].flatMap(([type, item]) => (type === containersMimeType ? item : []))
	const texts = await Promise.all(items.map((item) => item.asString()))
	// From one view to another, VS Code puts an empty text first.
	const value: unknown = JSON.parse(texts.find((text) => text !== '') ?? '[]')
	return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : []
}
