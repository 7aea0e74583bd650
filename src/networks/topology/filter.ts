import type { Graph, GraphNode } from './graph.ts'

/** What of the graph is shown; empty texts stand for all. */
export interface Filter {
	readonly project: string
	/** A node's id. */
	readonly network: string
	readonly running: boolean
}

export const everything: Filter = { project: '', network: '', running: false }

/** The part of a graph that a filter leaves. The host and the outside world always stay. */
export function filtered(graph: Graph, filter: Filter): Graph {
	const neighbours = new Set(
		graph.edges.flatMap(({ kind, from, to }) =>
			kind === 'endpoint' && (filter.network === '' || from === filter.network) ? to : [],
		),
	)
	const containers = graph.nodes.filter(
		(node) =>
			node.kind === 'container' &&
			(filter.project === '' || node.group === filter.project) &&
			(filter.network === '' || neighbours.has(node.id)) &&
			(!filter.running || node.state === 'running'),
	)
	const kept = new Set(containers.map(({ id }) => id))
	const used = new Set(graph.edges.flatMap(({ kind, from, to }) => (kind === 'endpoint' && kept.has(to) ? from : [])))
	const nodes = graph.nodes.filter((node) => {
		switch (node.kind) {
			case 'outside':
			case 'host':
				return true
			case 'container':
				return kept.has(node.id)
			case 'network':
				if (filter.network !== '') return node.id === filter.network || used.has(node.id)
				return filter.project === '' || node.group === filter.project || used.has(node.id)
		}
	})
	const ids = new Set(nodes.map(({ id }) => id))
	const groups = new Set(nodes.map(({ group }) => group))
	return {
		nodes,
		edges: graph.edges.filter(({ from, to }) => ids.has(from) && ids.has(to)),
		groups: graph.groups.filter((group) => groups.has(group)),
	}
}

/** Whether a node is meant by what was typed: a part of its name, address, subnet, port, driver or project. */
export function matches(node: GraphNode, text: string): boolean {
	const wanted = text.trim().toLowerCase()
	if (wanted === '') return true
	return wordsOf(node).some((word) => word.toLowerCase().includes(wanted))
}

function wordsOf(node: GraphNode): readonly string[] {
	const common = [node.label, node.group ?? '']
	switch (node.kind) {
		case 'network':
			return [...common, node.driver, ...node.subnets]
		case 'container':
			return [...common, ...node.endpoints.flatMap(({ addresses }) => addresses), ...node.ports.map(({ text }) => text)]
		default:
			return common
	}
}
