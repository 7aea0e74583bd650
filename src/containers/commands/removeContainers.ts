import * as vscode from 'vscode'
import type { Engine } from '../../engine/engine.ts'
import type { ContainerRecord } from '../../engine/records.ts'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { stateText } from '../../ui/containerState.ts'
import { Cancelled } from '../../ui/failure.ts'
import { formatBytes } from '../../ui/format.ts'
import type { Connected } from '../../ui/parts.ts'
import { removeContainer, writtenSizes } from '../operations.ts'
import { chooseContainers, type ContainerNode } from './chooseContainers.ts'

/** The question does not wait longer for the amounts in it; ms. */
const patience = 1_500

/** Removes containers after saying what goes with them, and how much. */
export async function removeContainers(
	connected: Connected,
	node?: ContainerNode,
	nodes?: readonly ContainerNode[],
): Promise<void> {
	const containers = await chooseContainers(connected, node, nodes, vscode.l10n.t('Remove Container'))
	const sizes = await sizesInTime(connected.engine, containers)
	const confirmed = await confirmDestruction({
		message:
			containers.length === 1
				? vscode.l10n.t('Remove container “{0}”?', containers[0]?.name ?? '')
				: vscode.l10n.t('Remove {0} containers?', containers.length),
		detail: [
			containers.map((container) => line(container, sizes.get(container.id))).join('\n'),
			vscode.l10n.t('What they wrote outside of volumes is lost. A running one is killed. Volumes stay.'),
		].join('\n\n'),
		action: vscode.l10n.t('Remove'),
	})
	if (!confirmed) throw new Cancelled()
	for (const container of containers) await removeContainer(connected.engine, container)
}

function line({ name, state }: ContainerRecord, size: number | undefined): string {
	if (size === undefined) return vscode.l10n.t('• {0} ({1})', name, stateText(state))
	return size === 0
		? vscode.l10n.t('• {0} ({1}): wrote nothing outside of volumes', name, stateText(state))
		: vscode.l10n.t('• {0} ({1}): wrote {2} outside of volumes', name, stateText(state), formatBytes(size))
}

async function sizesInTime(
	engine: Engine,
	containers: readonly ContainerRecord[],
): Promise<ReadonlyMap<string, number>> {
	const ids = containers.map(({ id }) => id)
	// Without the amounts the question is still true.
	return writtenSizes(engine, ids, AbortSignal.timeout(patience)).catch(() => new Map<string, number>())
}
