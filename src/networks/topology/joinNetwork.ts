import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import { Cancelled, Failure } from '../../ui/failure.ts'
import { pickOne } from '../../ui/pick.ts'
import { networkChoice } from '../items.ts'
import { refuseBarred } from '../refuseBarred.ts'
import { endpointOf, inOrder } from '../network.ts'
import { connectContainer } from '../operations.ts'
import type { NetworkParts } from '../parts.ts'
import { isShared } from '../reachability.ts'

/** Connects a container that was dropped onto a network, after saying whom it then can reach. */
export async function joinNetwork(
	connected: Connected<Omit<NetworkParts, 'topology'>>,
	containerId: string,
	networkId: string | undefined,
): Promise<void> {
	const { inventory, engine, view } = connected
	await inventory.loaded('networks', 'containers')
	const container = inventory.containers.get(containerId)
	if (!container) throw new Failure(vscode.l10n.t('This container no longer exists.'))
	refuseBarred([container])
	const given = networkId === undefined ? undefined : inventory.networks.get(networkId)
	const network =
		given ??
		(await pickOne({
			title: vscode.l10n.t('Connect Container'),
			prompt: vscode.l10n.t('Which network shall “{0}” join?', container.name),
			none: vscode.l10n.t('There is no network for this.'),
			choices: inOrder(inventory.networks.values())
				.filter((each) => isShared(each) && !each.ingress && !endpointOf(container, each))
				.map((each) => networkChoice(each, view.usersOf(each))),
		}))
	const others = view.usersOf(network).filter(({ id }) => id !== container.id)
	const connect = vscode.l10n.t('Connect')
	const answer = await vscode.window.showInformationMessage(
		vscode.l10n.t('Connect “{0}” to “{1}”?', container.name, network.name),
		{
			modal: true,
			detail:
				others.length === 0
					? vscode.l10n.t('Nothing else is connected to this network yet.')
					: vscode.l10n.t(
							'It and these containers can then reach each other: {0}',
							others.map(({ name }) => name).join(', '),
						),
		},
		connect,
	)
	if (answer !== connect) throw new Cancelled()
	await connectContainer(engine, network.id, container.id, {
		aliases: [],
		ipv4Address: undefined,
		ipv6Address: undefined,
	})
}
