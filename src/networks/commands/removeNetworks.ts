import * as vscode from 'vscode'
import type { ContainerRecord, NetworkRecord } from '../../engine/records.ts'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { stateText } from '../../ui/containerState.ts'
import type { Log } from '../../engine/log.ts'
import { Cancelled, describe, Failure, showFailure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { isBuiltIn } from '../network.ts'
import type { NetworkNode } from '../node.ts'
import { emptyAndRemove } from '../operations/emptyAndRemove.ts'
import { RestorationError } from '../operations/rejoin.ts'
import type { NetworkParts } from '../parts.ts'
import { chooseNetworks } from './chooseNetworks.ts'
import { refuseServiceTasks } from './serviceTasks.ts'

/** Removes networks. The containers of one in use are named, and disconnected first. */
export async function removeNetworks(
	connected: Connected<NetworkParts>,
	node?: NetworkNode,
	nodes?: readonly NetworkNode[],
): Promise<void> {
	const { engine, view, log } = connected
	const title = vscode.l10n.t('Remove Network')
	const networks = await chooseNetworks(connected, node, nodes, title, (network) => !isBuiltIn(network))
	const refused = networks.filter(isBuiltIn)
	if (refused.length > 0) {
		const names = refused.map(({ name }) => name).join(', ')
		throw new Failure(vscode.l10n.t('The engine needs these networks for itself; they cannot be removed: {0}', names))
	}
	const users = networks.map((network) => ({ network, containers: view.usersOf(network) }))
	refuseServiceTasks(users.flatMap(({ containers }) => containers))
	if (!(await confirmDestruction(questionFor(users)))) throw new Cancelled()
	const kept: Kept[] = []
	for (const { network, containers } of users) {
		try {
			await emptyAndRemove(engine, network, new Set(containers.map(({ id }) => id)))
		} catch (error) {
			kept.push({ network, error })
		}
	}
	if (kept.length > 0) throw failureFor(kept, log)
}

/** A network that was not removed, and why. */
interface Kept {
	readonly network: NetworkRecord
	readonly error: unknown
}

/** Tells them together. Whom the engine would not connect again is said by name, and can be tried again. */
function failureFor(kept: readonly Kept[], log: Log): Failure {
	const incomplete = kept.filter(({ error }) => error instanceof RestorationError)
	const putBack = async () => {
		const still: Kept[] = []
		for (const { network, error } of incomplete) {
			if (!(error instanceof RestorationError)) continue
			await error.retry().catch((next: unknown) => still.push({ network, error: next }))
		}
		if (still.length > 0) await showFailure(failureFor(still, log), log)
	}
	const [first] = kept
	return new Failure(
		kept.map(sentenceFor).join('\n'),
		incomplete.length > 0 ? [{ title: vscode.l10n.t('Put Back'), run: putBack }] : [],
		first?.error,
	)
}

function sentenceFor({ network, error }: Kept): string {
	if (!(error instanceof RestorationError)) {
		return vscode.l10n.t(
			'“{0}” was not removed; its containers are connected as before: {1}',
			network.name,
			describe(error),
		)
	}
	const names = error.lost.map(({ containerName }) => containerName).join(', ')
	return vscode.l10n.t(
		'“{0}” was not removed: {1} These could not be connected to it again: {2}',
		network.name,
		describe(error.cause),
		names,
	)
}

function questionFor(
	users: readonly { readonly network: NetworkRecord; readonly containers: readonly ContainerRecord[] }[],
) {
	const [first] = users
	const message =
		users.length === 1
			? vscode.l10n.t('Remove network “{0}”?', first?.network.name ?? '')
			: vscode.l10n.t('Remove {0} networks?', users.length)
	const lines = users.map(({ network, containers }) =>
		containers.length === 0
			? vscode.l10n.t('• {0}: no container is connected', network.name)
			: vscode.l10n.t(
					'• {0}: connects {1}',
					network.name,
					containers.map((each) => `${each.name} (${stateText(each.state)})`).join(', '),
				),
	)
	const inUse = users.some(({ containers }) => containers.length > 0)
	return {
		message,
		detail: [
			...lines,
			...(inUse
				? ['', vscode.l10n.t('These containers are disconnected first and can no longer reach each other over it.')]
				: []),
		].join('\n'),
		action: inUse ? vscode.l10n.t('Disconnect and Remove') : vscode.l10n.t('Remove'),
	}
}
