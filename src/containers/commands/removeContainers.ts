import * as vscode from 'vscode'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { removeContainer } from '../operations.ts'
import { amountsInTime, confirmRemoval } from './askRemoval.ts'
import { chooseContainers, type ContainerNode } from './chooseContainers.ts'

/** Removes containers after saying what goes with them, and how much. */
export async function removeContainers(
	connected: Connected,
	node?: ContainerNode,
	nodes?: readonly ContainerNode[],
): Promise<void> {
	const containers = await chooseContainers(connected, node, nodes, vscode.l10n.t('Remove Container'))
	const amounts = await amountsInTime(connected.engine, containers)
	if (!(await confirmRemoval(containers, amounts))) throw new Cancelled()
	for (const container of containers) await removeContainer(connected.engine, container)
}
