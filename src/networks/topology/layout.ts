import { Graph as LayoutGraph, layout as layOut } from '@dagrejs/dagre'
import { boxAround, overlaps, pack, type Box, type Point, type Size } from './box.ts'
import { clustersOf, type Cluster } from './clusters.ts'
import { hostId, outsideId, type ContainerGraphNode, type Graph, type GraphNode } from './graph.ts'

/** Lengths are in px of a picture that is not zoomed. */
const networkSize = { width: 200, height: 64 }
const placeSize = { width: 130, height: 60 }
const cardWidth = 220
const lineHeight = 17
export const cardHeader = 30
/** More ports than these are counted instead of shown. */
export const shownPorts = 3
export const framePadding = 18
export const frameHeader = 22
const gap = 18
const rankGap = 80

/** How much room a node takes. */
export function sizeOf(node: GraphNode): { readonly width: number; readonly height: number } {
	switch (node.kind) {
		case 'outside':
		case 'host':
			return placeSize
		case 'network':
			return networkSize
		case 'container':
			return { width: cardWidth, height: cardHeader + lineHeight * linesOf(node) + 8 }
	}
}

function linesOf({ endpoints, ports, mode }: ContainerGraphNode): number {
	return endpoints.length + Math.min(ports.length, shownPorts + 1) + (mode === 'networks' ? 0 : 1)
}

/** Where a node stood: its upper left corner, and its size, where that was kept too. */
export type Place = Point & Partial<Size>

/**
 * Where each node stands. Those that stand somewhere already stay there, whatever else comes or goes; only new ones are
 * placed, and what a card that has grown covers makes room.
 */
export function layoutOf(graph: Graph, known: ReadonlyMap<string, Place> = new Map()): ReadonlyMap<string, Box> {
	const placed = new Map<string, Box>()
	for (const node of graph.nodes) {
		const point = known.get(node.id)
		if (point) placed.set(node.id, { ...point, ...sizeOf(node) })
	}
	for (const { id } of graph.nodes) {
		const place = known.get(id)
		if (place?.height !== undefined) makeRoom(id, { width: cardWidth, ...place, height: place.height }, placed)
	}
	const clusters = clustersOf(graph)
	const fresh = clusters.filter(({ nodes }) => !nodes.some(({ id }) => placed.has(id)))
	for (const cluster of clusters) if (!fresh.includes(cluster)) join(graph, cluster, clusters, placed)
	const put = (part: readonly Cluster[], left: number, top: number, ratio: number) => {
		const blocks = part.map((cluster) => boxesOf(graph, cluster))
		for (const { corner, block } of pack(blocks, top, ratio)) {
			for (const [id, box] of block.boxes) placed.set(id, { ...box, x: box.x + corner.x + left, y: box.y + corner.y })
		}
	}
	const first = placed.size === 0
	put(fresh.filter(hasNetwork), 0, first ? 0 : under(placed), 1.4)
	// Containers whose networks stand elsewhere, or that have none, stand to the right of everything.
	const around = first ? boxAround([...placed.values()]) : undefined
	put(
		fresh.filter((cluster) => !hasNetwork(cluster)),
		around ? around.x + around.width + rankGap : 0,
		first ? 0 : under(placed),
		0.2,
	)
	placeWorld(placed)
	return placed
}

/** Pushes down what a node covers now, and did not cover before: who put one node onto another wants it so. */
function makeRoom(id: string, before: Box, placed: Map<string, Box>): void {
	const now = placed.get(id)
	if (!now) return
	for (const [other, box] of placed) {
		if (other === id || overlaps(before, box) || !overlaps(now, box)) continue
		placed.set(other, { ...box, y: now.y + now.height + gap })
		makeRoom(other, box, placed)
	}
}

function hasNetwork({ nodes }: Cluster): boolean {
	return nodes.some(({ kind }) => kind === 'network')
}

function under(placed: ReadonlyMap<string, Box>): number {
	return Math.max(0, ...[...placed.values()].map(({ y, height }) => y + height + framePadding + gap))
}

/** The frame of a compose project around its nodes. */
export function frameOf(boxes: readonly Box[]): Box | undefined {
	const around = boxAround(boxes)
	return (
		around && {
			x: around.x - framePadding,
			y: around.y - framePadding - frameHeader,
			width: around.width + framePadding * 2,
			height: around.height + framePadding * 2 + frameHeader,
		}
	)
}

/** The host stands before everything else, at its middle; the outside world above it. */
function placeWorld(placed: Map<string, Box>): void {
	const around = boxAround([...placed.values()]) ?? { x: 0, y: 0, width: 0, height: placeSize.height }
	const y = around.y + around.height / 2 - placeSize.height / 2
	const x = around.x - rankGap - framePadding - placeSize.width
	if (!placed.has(hostId)) placed.set(hostId, { x, y, ...placeSize })
	const host = placed.get(hostId)
	if (host && !placed.has(outsideId)) {
		placed.set(outsideId, { x: host.x, y: host.y - rankGap - placeSize.height, ...placeSize })
	}
}

/** Networks at the left, the containers that they join at the right; those with the same networks as one block. */
function boxesOf(graph: Graph, cluster: Cluster) {
	const { nodes, framed } = cluster
	const layout = new LayoutGraph()
	// Sandboxes that are shared stand below each other.
	const flow = hasNetwork(cluster) ? { rankdir: 'LR', ranksep: rankGap } : { rankdir: 'TB', ranksep: gap * 2 }
	layout.setGraph({ ...flow, nodesep: gap })
	layout.setDefaultEdgeLabel(() => ({}))
	const blocks = new Map<string, GraphNode[]>()
	const blockOf = new Map<string, string>()
	const inside = new Set(nodes.map(({ id }) => id))
	const edges = graph.edges.filter(({ from, to }) => inside.has(from) && inside.has(to))
	for (const node of nodes) {
		const joins = edges.flatMap(({ from, to }) => (to === node.id ? from : []))
		const key = node.kind === 'container' ? `block ${joins.sort().join(' ')}` : node.id
		blockOf.set(node.id, key)
		blocks.set(key, [...(blocks.get(key) ?? []), node])
	}
	const grids = new Map([...blocks].map(([key, members]) => [key, gridOf(members)]))
	for (const [key, { width, height }] of grids) layout.setNode(key, { width, height })
	for (const { from, to } of edges) {
		const [one, other] = [blockOf.get(from), blockOf.get(to)]
		if (one !== undefined && other !== undefined && one !== other) layout.setEdge(one, other)
	}
	layOut(layout)
	const header = framed ? frameHeader : 0
	const boxes = [...grids].flatMap(([key, grid]) => {
		const { x = 0, y = 0 } = layout.node(key)
		const corner = { x: x - grid.width / 2 + framePadding, y: y - grid.height / 2 + framePadding + header }
		return grid.boxes.map(([id, box]) => [id, { ...box, x: box.x + corner.x, y: box.y + corner.y }] as const)
	})
	const around = boxAround(boxes.map(([, box]) => box)) ?? { x: 0, y: 0, width: 0, height: 0 }
	return {
		boxes,
		width: around.x + around.width + framePadding,
		height: around.y + around.height + framePadding,
	}
}

/** Up to six below each other; more as an upright rectangle. */
function gridOf(nodes: readonly GraphNode[]) {
	const rows = nodes.length <= 6 ? nodes.length : Math.ceil(Math.sqrt(nodes.length * 2))
	const sizes = nodes.map(sizeOf)
	const width = Math.max(...sizes.map((size) => size.width))
	const height = Math.max(...sizes.map((size) => size.height))
	const boxes = nodes.map((node, index): readonly [string, Box] => [
		node.id,
		{ x: Math.floor(index / rows) * (width + gap), y: (index % rows) * (height + gap), ...sizeOf(node) },
	])
	const columns = Math.ceil(nodes.length / rows)
	return { boxes, width: columns * (width + gap) - gap, height: rows * (height + gap) - gap }
}

/** Finds room for the new ones of a cluster that stands already, beside what they are joined to. */
function join(graph: Graph, cluster: Cluster, clusters: readonly Cluster[], placed: Map<string, Box>): void {
	const boxesOfCluster = ({ nodes }: Cluster) => nodes.flatMap(({ id }) => placed.get(id) ?? [])
	const others = clusters
		.filter((other) => other !== cluster)
		.flatMap((other) => (other.framed ? (frameOf(boxesOfCluster(other)) ?? []) : boxesOfCluster(other)))
	const world = [hostId, outsideId].flatMap((id) => placed.get(id) ?? [])
	const newcomers = cluster.nodes.filter(({ id }) => !placed.has(id))
	for (const node of newcomers.toSorted((one, other) => rankOf(one) - rankOf(other))) {
		const own = boxesOfCluster(cluster)
		const size = sizeOf(node)
		const taken = [...others, ...world, ...own]
		const start = anchorOf(graph, cluster, node, placed)
		const column = Array.from({ length: 400 }, (_, step) => ({ ...start, ...size, y: start.y + step * gap }))
		const free = column.find((box) => taken.every((other) => !overlaps(box, other, gap)))
		const bottom = Math.max(...taken.map(({ y, height }) => y + height)) + gap
		placed.set(node.id, free ?? { ...start, ...size, y: bottom })
	}
}

function rankOf({ kind }: GraphNode): number {
	return kind === 'network' ? 0 : 1
}

function anchorOf(graph: Graph, { nodes }: Cluster, node: GraphNode, placed: ReadonlyMap<string, Box>): Point {
	const peers = nodes.filter(({ id, kind }) => kind === node.kind && id !== node.id)
	const column = peers.flatMap(({ id }) => placed.get(id) ?? [])
	const neighbours = graph.edges.flatMap(({ kind, from, to }) => {
		if (kind !== 'endpoint' && kind !== 'sandbox') return []
		return from === node.id ? (placed.get(to) ?? []) : to === node.id ? (placed.get(from) ?? []) : []
	})
	const all = nodes.flatMap(({ id }) => placed.get(id) ?? [])
	const near = boxAround(neighbours) ?? boxAround(all) ?? { x: 0, y: 0, width: 0, height: 0 }
	const beside = node.kind === 'network' ? near.x - rankGap - networkSize.width : near.x + near.width + rankGap
	return { x: column.length > 0 ? Math.min(...column.map(({ x }) => x)) : beside, y: near.y }
}
