import type { Graph, GraphNode } from './graph.ts'

/** Nodes that are laid out together. */
export interface Cluster {
	readonly nodes: readonly GraphNode[]
	/** A compose project, which has a frame; others are only joined with each other. */
	readonly framed: boolean
}

/** Splits a graph into compose projects and, for the rest, into what hangs together. */
export function clustersOf(graph: Graph): readonly Cluster[] {
	const nodes = graph.nodes.filter(({ kind }) => kind === 'network' || kind === 'container')
	const projects = graph.groups.map((group) => ({ nodes: nodes.filter((node) => node.group === group), framed: true }))
	const rest = new Map(nodes.filter(({ group }) => group === undefined).map((node) => [node.id, node]))
	const neighbours = new Map<string, string[]>()
	for (const { from, to } of graph.edges) {
		if (!rest.has(from) || !rest.has(to)) continue
		neighbours.set(from, [...(neighbours.get(from) ?? []), to])
		neighbours.set(to, [...(neighbours.get(to) ?? []), from])
	}
	const parts: Cluster[] = []
	for (const [id, node] of rest) {
		rest.delete(id)
		const part = [node]
		for (const member of part) {
			for (const other of neighbours.get(member.id) ?? []) {
				const found = rest.get(other)
				if (!found) continue
				rest.delete(other)
				part.push(found)
			}
		}
		parts.push({ nodes: part, framed: false })
	}
	return [...projects, ...parts].filter((cluster) => cluster.nodes.length > 0)
}
