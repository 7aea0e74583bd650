import * as vscode from 'vscode'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { stateText } from '../../ui/containerState.ts'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { removeContainer } from '../operations.ts'
import { chooseContainers, type ContainerNode } from './chooseContainers.ts'

/** Removes containers after saying what goes with them. */
export async function removeContainers(
	connected: Connected,
	node?: ContainerNode,
	nodes?: readonly ContainerNode[],
): Promise<void> {
	const containers = await chooseContainers(connected, node, nodes, vscode.l10n.t('Remove Container'))
	const names = containers.map((container) => `${container.name} (${stateText(container.state)})`)
	const confirmed = await confirmDestruction({
		message:
			containers.length === 1
				? vscode.l10n.t('Remove container “{0}”?', containers[0]?.name ?? '')
				: vscode.l10n.t('Remove {0} containers?', containers.length),
		detail: vscode.l10n.t(
			'{0}\n\nWhat they wrote outside of volumes is lost. A running one is killed. Volumes stay.',
			names.join('\n'),
		),
		action: vscode.l10n.t('Remove'),
	})
	if (!confirmed) throw new Cancelled()
	for (const container of containers) await removeContainer(connected.engine, container)
}
