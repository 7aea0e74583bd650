import * as vscode from 'vscode'
import { networkNode, type NetworkNode } from './node.ts'

/** What views put containers under when they are dragged: their ids, as a JSON array. */
export const containersMimeType = 'application/vnd.code.tree.longshore.containers'

/** Containers can be dragged onto a network, from another network or from any view that names their ids. */
export const containerDrop: vscode.TreeDragAndDropController<NetworkNode> = {
	dragMimeTypes: [containersMimeType],
	dropMimeTypes: [containersMimeType],
	handleDrag: (nodes, transfer) => {
		const ids = nodes.flatMap((node) => (node.kind === 'endpoint' ? node.containerId : []))
		if (ids.length > 0) transfer.set(containersMimeType, new vscode.DataTransferItem(JSON.stringify([...new Set(ids)])))
	},
	handleDrop: async (target, transfer) => {
		const dropped = transfer.get(containersMimeType)
		if (!target || !dropped) return
		const ids = idsIn(await dropped.asString())
		if (ids.length === 0) return
		await vscode.commands.executeCommand('longshore.networks.connect', networkNode(target.networkId), undefined, ids)
	},
}

function idsIn(text: string): readonly string[] {
	const value: unknown = JSON.parse(text)
	return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : []
}
