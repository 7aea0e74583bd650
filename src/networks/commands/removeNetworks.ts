import * as vscode from 'vscode'
import type { ContainerRecord, NetworkRecord } from '../../engine/records.ts'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { stateText } from '../../ui/containerState.ts'
import { Cancelled, Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { isBuiltIn } from '../network.ts'
import type { NetworkNode } from '../node.ts'
import { disconnectContainer, removeNetwork } from '../operations.ts'
import type { NetworkParts } from '../parts.ts'
import { chooseNetworks } from './chooseNetworks.ts'

/** Removes networks. The containers of one in use are named, and disconnected first. */
export async function removeNetworks(
	connected: Connected<NetworkParts>,
	node?: NetworkNode,
	nodes?: readonly NetworkNode[],
): Promise<void> {
	const { engine, view } = connected
	const title = vscode.l10n.t('Remove Network')
	const networks = await chooseNetworks(connected, node, nodes, title, (network) => !isBuiltIn(network))
	const refused = networks.filter(isBuiltIn)
	if (refused.length > 0) {
		const names = refused.map(({ name }) => name).join(', ')
		throw new Failure(vscode.l10n.t('The engine needs these networks for itself; they cannot be removed: {0}', names))
	}
	const users = networks.map((network) => ({ network, containers: view.usersOf(network) }))
	if (!(await confirmDestruction(questionFor(users)))) throw new Cancelled()
	for (const { network, containers } of users) {
		for (const container of containers) await disconnectContainer(engine, network.id, container.id)
		await removeNetwork(engine, network.id)
	}
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
