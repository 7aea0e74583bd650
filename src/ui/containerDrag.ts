import * as vscode from 'vscode'

/** What views put containers under when they are dragged: their ids, as a JSON array. */
export const containersMimeType = 'application/vnd.code.tree.longshore.containers'

/** Takes containers along with a drag. */
export function carryContainers(ids: readonly string[], transfer: vscode.DataTransfer): void {
	if (ids.length > 0) transfer.set(containersMimeType, new vscode.DataTransferItem(JSON.stringify([...new Set(ids)])))
}

/** The containers that are dropped, by id; none where something else is. */
export async function droppedContainers(transfer: vscode.DataTransfer): Promise<readonly string[]> {
	const dropped = transfer.get(containersMimeType)
	const value: unknown = dropped && JSON.parse(await dropped.asString())
	return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : []
}
