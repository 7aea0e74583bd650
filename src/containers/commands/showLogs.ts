import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import { LogTerminal } from '../logTerminal.ts'
import type { ContainerParts } from '../parts.ts'
import { chooseContainers, type ContainerNode } from './chooseContainers.ts'

/** Shows what containers write, in a terminal for each, and goes on. */
export async function showLogs(
	connected: Connected<ContainerParts>,
	node?: ContainerNode,
	nodes?: readonly ContainerNode[],
): Promise<void> {
	const containers = await chooseContainers(connected, node, nodes, vscode.l10n.t('Show Logs'))
	for (const { id, name } of containers) {
		const terminal = vscode.window.createTerminal({
			name: vscode.l10n.t('Logs: {0}', name),
			iconPath: new vscode.ThemeIcon('output'),
			isTransient: true,
			pty: new LogTerminal(connected.engine, id),
		})
		terminal.show()
	}
}
