import * as vscode from 'vscode'
import type { ContainerRecord } from '../../engine/records.ts'
import { describe, Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { allows, type StateAction } from '../container.ts'
import { changeState } from '../operations.ts'
import type { ContainerParts } from '../parts.ts'
import { chooseContainers, type ContainerNode } from './chooseContainers.ts'

type Command = (
	connected: Connected<ContainerParts>,
	node?: ContainerNode,
	nodes?: readonly ContainerNode[],
) => Promise<void>

/** A command that does this to all containers that are selected and allow it, at the same time. */
export function changeStates(action: StateAction): Command {
	return async (connected, node, nodes) => {
		const containers = await chooseContainers(connected, node, nodes, titleOf(action), (each) => allows(each, action))
		await vscode.window.withProgress({ location: { viewId: 'longshore.containers' } }, async () => {
			const results = await Promise.allSettled(
				containers.map((container) => changeState(connected.engine, container.id, action)),
			)
			const failed = results.flatMap((result, index) => {
				const container = containers[index]
				return result.status === 'rejected' && container ? [{ container, error: result.reason as unknown }] : []
			})
			if (failed.length > 0) throw failure(action, failed)
		})
	}
}

function failure(
	action: StateAction,
	failed: readonly { readonly container: ContainerRecord; readonly error: unknown }[],
): Failure {
	const lines = failed.map(({ container, error }) => `${container.name}: ${describe(error)}`)
	const ids = failed.map(({ container }) => ({ containerId: container.id }))
	const remedies =
		action === 'start' || action === 'restart'
			? [
					{
						title: vscode.l10n.t('Show Logs'),
						run: () => vscode.commands.executeCommand('longshore.containers.showLogs', ids[0], ids),
					},
				]
			: []
	return new Failure(lines.join('\n'), remedies, failed[0]?.error)
}

function titleOf(action: StateAction): string {
	switch (action) {
		case 'start':
			return vscode.l10n.t('Start Container')
		case 'stop':
			return vscode.l10n.t('Stop Container')
		case 'restart':
			return vscode.l10n.t('Restart Container')
		case 'pause':
			return vscode.l10n.t('Pause Container')
		case 'unpause':
			return vscode.l10n.t('Unpause Container')
	}
}
