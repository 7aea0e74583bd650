import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import { chooseContainers, type ContainerNode } from './chooseContainers.ts'

/** Copies the names of the chosen containers, a line for each. */
export async function copyContainerName(
	connected: Connected,
	node?: ContainerNode,
	nodes?: readonly ContainerNode[],
): Promise<void> {
	const containers = await chooseContainers(connected, node, nodes, vscode.l10n.t('Copy Container Name'))
	await vscode.env.clipboard.writeText(containers.map((container) => container.name).join('\n'))
}
