import * as vscode from 'vscode'
import { carryContainers, containersMimeType, droppedContainers } from '../ui/containerDrag.ts'
import { networkNode, type NetworkNode } from './node.ts'

/** Containers can be dragged onto a network, from another network or from any view that carries them. */
export const containerDrop: vscode.TreeDragAndDropController<NetworkNode> = {
	dragMimeTypes: [containersMimeType],
	dropMimeTypes: [containersMimeType],
	handleDrag: (nodes, transfer) =>
		carryContainers(
			nodes.flatMap((node) => (node.kind === 'endpoint' ? node.containerId : [])),
			transfer,
		),
	handleDrop: async (target, transfer) => {
		const ids = await droppedContainers(transfer)
		if (!target || ids.length === 0) return
		await vscode.commands.executeCommand('longshore.networks.connect', networkNode(target.networkId), undefined, ids)
	},
}
