import * as vscode from 'vscode'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { addressesOf } from '../network.ts'
import type { NetworkNode } from '../node.ts'
import { disconnectContainer } from '../operations.ts'
import type { NetworkParts } from '../parts.ts'
import { chooseEndpoints, type Joined } from './chooseEndpoints.ts'

/** Takes containers off a network after saying whom they can no longer reach. */
export async function disconnectContainers(
	connected: Connected<NetworkParts>,
	node?: NetworkNode,
	nodes?: readonly NetworkNode[],
): Promise<void> {
	const chosen = await chooseEndpoints(connected, node, nodes, vscode.l10n.t('Disconnect Container'))
	const [first] = chosen
	const confirmed = await confirmDestruction({
		message:
			chosen.length === 1
				? vscode.l10n.t('Disconnect “{0}” from “{1}”?', first?.container.name ?? '', first?.network.name ?? '')
				: vscode.l10n.t('Disconnect {0} containers?', chosen.length),
		detail: chosen.map((each) => consequence(each, connected)).join('\n'),
		action: vscode.l10n.t('Disconnect'),
	})
	if (!confirmed) throw new Cancelled()
	for (const { network, container } of chosen) await disconnectContainer(connected.engine, network.id, container.id)
}

function consequence({ network, container, endpoint }: Joined, { view }: Connected<NetworkParts>): string {
	const others = view.usersOf(network).filter(({ id }) => id !== container.id)
	const elsewhere = new Set(container.endpoints.flatMap(({ networkId }) => (networkId === network.id ? [] : networkId)))
	const lost = others.filter((other) => !other.endpoints.some(({ networkId }) => elsewhere.has(networkId)))
	const address = addressesOf(endpoint).join(', ')
	return lost.length > 0
		? vscode.l10n.t(
				'• {0} ({1}) can no longer reach {2}.',
				container.name,
				address || network.name,
				lost.map(({ name }) => name).join(', '),
			)
		: vscode.l10n.t('• {0} ({1}) loses no connection to another container.', container.name, address || network.name)
}
