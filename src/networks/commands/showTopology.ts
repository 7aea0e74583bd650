import type { Connected } from '../../ui/parts.ts'
import type { NetworkNode } from '../node.ts'
import type { NetworkParts } from '../parts.ts'
import { containerNodeId, networkNodeId } from '../topology/graph.ts'

/** Opens the topology, and turns to what the menu was opened on. */
export async function showTopology({ topology }: Connected<NetworkParts>, node?: NetworkNode): Promise<void> {
	if (node === undefined) topology.show()
	else topology.show(node.kind === 'endpoint' ? containerNodeId(node.containerId) : networkNodeId(node.networkId))
}
