import type { Graph, GraphNode, NetworkGraphNode } from '../graph.ts'
import type { Target } from '../messages.ts'

/** What a node stands for in the sidebar; the host and the outside world are not there. */
export function targetOf(node: GraphNode): Target | undefined {
	switch (node.kind) {
		case 'network':
			return { kind: 'network', networkId: node.networkId }
		case 'container':
			return { kind: 'container', containerId: node.containerId, networkId: node.endpoints[0]?.networkId }
		default:
			return undefined
	}
}

/** The network that a container would join if it were let go there. */
export function joinable(graph: Graph, id: string, over: string | undefined): NetworkGraphNode | undefined {
	const dragged = graph.nodes.find((each) => each.id === id)
	const target = graph.nodes.find((each) => each.id === over)
	if (dragged?.kind !== 'container' || target?.kind !== 'network') return undefined
	const isOn = dragged.endpoints.some(({ networkId }) => networkId === target.networkId)
	return isOn || !dragged.canJoin ? undefined : target
}
