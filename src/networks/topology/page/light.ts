import { isWayOut } from '../../gate.ts'
import { sandboxOf, type Model } from '../../reachability.ts'
import { matches } from '../filter.ts'
import { containerNodeId, hostId, networkNodeId, outsideId, type Graph, type GraphNode } from '../graph.ts'
import type { Light } from './picture.ts'
import { reachingOf, type Reaching } from './reaching.ts'

/** What is lit: for a container whom it reaches, for a network who is on it; else what was searched for. */
export function lightOf(node: GraphNode | undefined, graph: Graph, model: Model, search: string): Light | undefined {
	if (node?.kind === 'container') {
		const reaching = reachingOf(model, node.containerId)
		return reaching && lightOfContainer(model, reaching)
	}
	if (node) {
		const edges = new Set(graph.edges.filter(({ from, to }) => from === node.id || to === node.id))
		const nodes = new Set([node.id, ...[...edges].flatMap(({ from, to }) => [from, to])])
		return { nodes, edges: (edge) => edges.has(edge) }
	}
	if (search.trim() === '') return undefined
	const found = graph.nodes.filter((each) => matches(each, search))
	return { nodes: new Set(found.map(({ id }) => id)), edges: () => false }
}

/** Itself, whom it reaches, and what lies between. */
function lightOfContainer(model: Model, { peer, others, out }: Reaching): Light {
	const owner = sandboxOf(model, peer) ?? peer
	const ids = new Set([containerNodeId(peer.id), containerNodeId(owner.id)])
	const between = new Set<string>()
	for (const other of others) {
		if (other.reach.ways.length > 0) ids.add(containerNodeId(other.peer.id))
		for (const way of other.reach.ways) {
			if (way.kind === 'network') between.add(networkNodeId(way.networkId))
			else if (way.kind !== 'sandbox') between.add(hostId)
		}
	}
	for (const network of model.networks.filter(({ name }) => out.includes(name))) {
		between.add(networkNodeId(network.id))
		if (isWayOut(network)) between.add(hostId)
	}
	if (out.length > 0) between.add(outsideId)
	const nodes = new Set([...ids, ...between])
	return { nodes, edges: ({ from, to }) => nodes.has(from) && nodes.has(to) }
}
