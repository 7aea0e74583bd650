import type { Connected } from '../../ui/parts.ts'
import type { NetworkParts } from '../parts.ts'
import { containerNodeId, networkNodeId } from '../topology/graph.ts'
import type { ContainerTarget } from './choosePeers.ts'

/** Opens the topology, and turns to what the menu was opened on. */
export async function showTopology(
	connected: Connected<NetworkParts>,
	node: ContainerTarget & { readonly networkId?: string } = {},
): Promise<void> {
	const { containerId, networkId } = node
	const topology = await connected.topology()
	if (containerId !== undefined) topology.show(containerNodeId(containerId))
	else topology.show(networkId === undefined ? undefined : networkNodeId(networkId))
}
