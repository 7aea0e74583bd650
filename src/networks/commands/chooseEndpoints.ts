import * as vscode from 'vscode'
import type { ContainerRecord, EndpointRecord, NetworkRecord } from '../../engine/records.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickMany, selected } from '../../ui/pick.ts'
import { addressesOf, endpointOf } from '../network.ts'
import type { NetworkNode } from '../node.ts'
import type { NetworkParts } from '../parts.ts'
import { chooseNetwork } from './chooseNetworks.ts'

/** An endpoint with the two that it joins. */
export interface Joined {
	readonly network: NetworkRecord
	readonly container: ContainerRecord
	readonly endpoint: EndpointRecord
}

/** The endpoints that are selected, or those that the person picks: first the network, then its containers. */
export async function chooseEndpoints(
	connected: Connected<NetworkParts>,
	node: NetworkNode | undefined,
	nodes: readonly NetworkNode[] | undefined,
	title: string,
): Promise<readonly Joined[]> {
	const { inventory, view } = connected
	await inventory.loaded('networks', 'containers')
	const chosen = selected(node, nodes).flatMap((each) => {
		const network = inventory.networks.get(each.networkId)
		const container = each.kind === 'endpoint' ? inventory.containers.get(each.containerId) : undefined
		return network && container ? joined(network, container) : []
	})
	if (chosen.length > 0) return chosen
	const network = await chooseNetwork(connected, node, title, (each) => view.usersOf(each).length > 0)
	return pickMany({
		title,
		prompt: vscode.l10n.t('Which containers of “{0}”?', network.name),
		none: vscode.l10n.t('No container is connected to “{0}”.', network.name),
		choices: view
			.usersOf(network)
			.flatMap((container) => joined(network, container))
			.map((value) => ({
				label: value.container.name,
				description: addressesOf(value.endpoint).join(' · '),
				value,
			})),
	})
}

function joined(network: NetworkRecord, container: ContainerRecord): readonly Joined[] {
	const endpoint = endpointOf(container, network)
	return endpoint ? [{ network, container, endpoint }] : []
}
