import * as vscode from 'vscode'
import type { ContainerNode } from '../../containers/commands/chooseContainers.ts'
import type { ContainerRecord, EndpointRecord, NetworkRecord } from '../../engine/records.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickMany, selected } from '../../ui/pick.ts'
import { addressesOf, endpointOf, inOrder, isJoinable } from '../network.ts'
import type { NetworkNode } from '../node.ts'
import type { NetworkParts } from '../parts.ts'
import { chooseNetwork } from './chooseNetworks.ts'

/** An endpoint with the two that it joins. */
export interface Joined {
	readonly network: NetworkRecord
	readonly container: ContainerRecord
	readonly endpoint: EndpointRecord
}

/** The endpoints that are selected, or those that the person picks: of a container, or of a network. */
export async function chooseEndpoints(
	connected: Connected<NetworkParts>,
	node: NetworkNode | ContainerNode | undefined,
	nodes: readonly (NetworkNode | ContainerNode)[] | undefined,
	title: string,
): Promise<readonly Joined[]> {
	const { inventory, view } = connected
	await inventory.loaded('networks', 'containers')
	const all = selected(node, nodes)
	const chosen = all.flatMap((each) => {
		const network = 'networkId' in each ? inventory.networks.get(each.networkId) : undefined
		const container = 'containerId' in each ? inventory.containers.get(each.containerId) : undefined
		return network && container ? joined(network, container) : []
	})
	if (chosen.length > 0) return chosen
	const containers = all.flatMap((each) =>
		'containerId' in each ? (inventory.containers.get(each.containerId) ?? []) : [],
	)
	if (containers.length > 0) return pickOfContainers(connected, containers, title)
	const network = await chooseNetwork(
		connected,
		node && 'networkId' in node ? node : undefined,
		title,
		(each) => view.usersOf(each).length > 0,
	)
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

function pickOfContainers(
	{ inventory }: Connected<NetworkParts>,
	containers: readonly ContainerRecord[],
	title: string,
): Promise<readonly Joined[]> {
	const names = containers.map(({ name }) => name).join(', ')
	return pickMany({
		title,
		prompt: vscode.l10n.t('Which networks of {0}?', names),
		none: vscode.l10n.t('{0} is on no network.', names),
		choices: inOrder(inventory.networks.values())
			// Whoever is to join another has to leave `none` first.
			.filter((network) => isJoinable(network) || network.driver === 'null')
			.flatMap((network) => containers.flatMap((container) => joined(network, container)))
			.map((value) => ({
				label: value.network.name,
				description: [value.container.name, ...addressesOf(value.endpoint)].join(' · '),
				value,
			})),
	})
}

function joined(network: NetworkRecord, container: ContainerRecord): readonly Joined[] {
	const endpoint = endpointOf(container, network)
	return endpoint ? [{ network, container, endpoint }] : []
}
