import * as vscode from 'vscode'
import { chooseContainers, type ContainerNode } from '../../containers/commands/chooseContainers.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickMany } from '../../ui/pick.ts'
import { networkChoice } from '../items.ts'
import { refuseBarred } from '../refuseBarred.ts'
import { inOrder, isJoinable } from '../network.ts'
import type { NetworkParts } from '../parts.ts'
import { join } from './join.ts'

/** Joins containers to networks, starting from the containers. */
export async function connectToNetwork(
	connected: Connected<NetworkParts>,
	node?: ContainerNode,
	nodes?: readonly ContainerNode[],
): Promise<void> {
	const { inventory, view } = connected
	const title = vscode.l10n.t('Connect to Network')
	await inventory.loaded('networks', 'containers')
	const containers = await chooseContainers(connected, node, nodes, title)
	refuseBarred(containers)
	const isNew = (containerId: string, users: readonly { readonly id: string }[]) =>
		users.every(({ id }) => id !== containerId)
	const networks = await pickMany({
		title,
		prompt: vscode.l10n.t('Which networks shall {0} join?', containers.map(({ name }) => name).join(', ')),
		none: vscode.l10n.t('There is no further network to join.'),
		choices: inOrder(inventory.networks.values())
			.filter((network) => isJoinable(network) && containers.some(({ id }) => isNew(id, view.usersOf(network))))
			.map((network) => networkChoice(network, view.usersOf(network))),
	})
	const joining = networks.flatMap((network) =>
		containers.filter(({ id }) => isNew(id, view.usersOf(network))).map((container) => ({ network, container })),
	)
	await join(connected, title, joining)
}
