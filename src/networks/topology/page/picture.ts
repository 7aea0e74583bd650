import { boxAround, type Box, type Point } from '../box.ts'
import { cardHeader, frameHeader, frameOf, framePadding } from '../layout.ts'
import type { Graph, GraphEdge, GraphNode } from '../graph.ts'
import type { TopologyTexts } from '../texts.ts'
import { shape } from './dom.ts'
import { drawNode } from './nodes.ts'

/** What is to be lit while the rest fades. */
export interface Light {
	readonly nodes: ReadonlySet<string>
	readonly edges: (edge: GraphEdge) => boolean
}

const colours = 6

/** The picture: frames, lines, nodes. Draws only what differs from before. */
export class Picture {
	readonly root = shape('g', { class: 'root' })
	readonly #frames = shape('g', { class: 'frames' })
	readonly #lines = shape('g', { class: 'edges' })
	readonly #nodes = shape('g', { class: 'nodes' })
	readonly #drawn = new Map<string, { readonly key: string; readonly element: SVGGElement }>()
	readonly #paths = new Map<string, SVGPathElement>()
	readonly #colours = new Map<string, string>()
	readonly #texts: TopologyTexts
	#graph: Graph = { nodes: [], edges: [], groups: [] }
	#boxes = new Map<string, Box>()

	constructor(texts: TopologyTexts) {
		this.#texts = texts
		this.root.append(this.#frames, this.#lines, this.#nodes)
	}

	get bounds(): Box | undefined {
		const frames = this.#graph.groups.flatMap((group) => this.#frameOf(group) ?? [])
		return boxAround([...this.#boxes.values(), ...frames])
	}

	boxOf(id: string): Box | undefined {
		return this.#boxes.get(id)
	}

	elementOf(id: string): SVGGElement | undefined {
		return this.#drawn.get(id)?.element
	}

	get ids(): readonly string[] {
		return [...this.#boxes.keys()]
	}

	draw(graph: Graph, boxes: ReadonlyMap<string, Box>): void {
		this.#graph = graph
		this.#boxes = new Map(graph.nodes.flatMap(({ id }) => (boxes.has(id) ? [[id, boxes.get(id) as Box]] : [])))
		const ids = new Set(graph.nodes.map(({ id }) => id))
		for (const [id, { element }] of this.#drawn) {
			if (ids.has(id)) continue
			element.remove()
			this.#drawn.delete(id)
		}
		for (const node of graph.nodes) this.#drawNode(node)
		this.#drawLines()
		this.#drawFrames()
	}

	/** Puts a node elsewhere, with its lines. */
	move(id: string, { x, y }: Point): void {
		const box = this.#boxes.get(id)
		if (!box) return
		this.#boxes.set(id, { ...box, x, y })
		this.elementOf(id)?.setAttribute('transform', `translate(${x} ${y})`)
		this.#drawLines()
		this.#drawFrames()
	}

	/** Lights some and lets the others fade; nothing given: all are as usual. */
	light(light: Light | undefined): void {
		this.root.classList.toggle('focusing', light !== undefined)
		for (const [id, { element }] of this.#drawn) element.classList.toggle('lit', light?.nodes.has(id) ?? false)
		for (const edge of this.#graph.edges) {
			this.#paths.get(edge.id)?.classList.toggle('lit', light?.edges(edge) ?? false)
		}
	}

	/** A class of CSS, the same for a network as long as the page is open. */
	readonly colourOf = (networkId: string): string => {
		const colour = this.#colours.get(networkId) ?? `colour${this.#colours.size % colours}`
		this.#colours.set(networkId, colour)
		return colour
	}

	#drawNode(node: GraphNode): void {
		const box = this.#boxes.get(node.id)
		if (!box) return
		const key = JSON.stringify(node)
		const before = this.#drawn.get(node.id)
		if (before?.key !== key) {
			const element = drawNode(node, box, this.#texts, this.colourOf)
			// Focus stays where it was.
			const focused = before !== undefined && before.element === document.activeElement
			if (before) before.element.replaceWith(element)
			else this.#nodes.append(element)
			if (focused) element.focus()
			this.#drawn.set(node.id, { key, element })
		}
		this.elementOf(node.id)?.setAttribute('transform', `translate(${box.x} ${box.y})`)
	}

	#drawLines(): void {
		const ids = new Set(this.#graph.edges.map(({ id }) => id))
		for (const [id, path] of this.#paths) {
			if (ids.has(id)) continue
			path.remove()
			this.#paths.delete(id)
		}
		const nodes = new Map(this.#graph.nodes.map((node) => [node.id, node]))
		for (const edge of this.#graph.edges) {
			const [from, to] = [this.#boxes.get(edge.from), this.#boxes.get(edge.to)]
			const [source, target] = [nodes.get(edge.from), nodes.get(edge.to)]
			if (!from || !to || !source || !target) continue
			const colour = source.kind === 'network' ? this.colourOf(source.networkId) : ''
			let path = this.#paths.get(edge.id)
			if (!path) {
				path = shape('path', { class: `edge ${edge.kind} ${colour}` })
				this.#paths.set(edge.id, path)
				this.#lines.append(path)
			}
			path.setAttribute('d', curve(from, to, dropOf(edge, source, target, to)))
		}
	}

	#frameOf(group: string): Box | undefined {
		const members = this.#graph.nodes.filter((node) => node.group === group)
		return frameOf(members.flatMap(({ id }) => this.#boxes.get(id) ?? []))
	}

	#drawFrames(): void {
		this.#frames.replaceChildren(
			...this.#graph.groups.flatMap((group) => {
				const box = this.#frameOf(group)
				if (!box) return []
				const { x, y, width, height } = box
				return shape(
					'g',
					{ class: 'frame' },
					shape('rect', { x, y, width, height, rx: 8 }),
					shape('text', { class: 'group', x: x + framePadding, y: y + frameHeader }, group),
				)
			}),
		)
	}
}

/** At which height of the target a line arrives: at the endpoint, or the port, that it stands for. */
function dropOf({ kind }: GraphEdge, source: GraphNode, target: GraphNode, { height }: Box): number {
	if (target.kind !== 'container') return height / 2
	const row = (index: number) => cardHeader + index * 17 + 6
	if (kind === 'endpoint' && source.kind === 'network') {
		const index = target.endpoints.findIndex(({ networkId }) => networkId === source.networkId)
		return row(Math.max(0, index))
	}
	return kind === 'published' ? row(target.endpoints.length + (target.mode === 'networks' ? 0 : 1)) : height / 2
}

function curve(from: Box, to: Box, drop: number): string {
	const middle = from.x + from.width / 2
	if (from.x === to.x && from.width === to.width) {
		// One stands below the other.
		return from.y < to.y ? `M${middle} ${from.y + from.height}V${to.y}` : `M${middle} ${from.y}V${to.y + to.height}`
	}
	// From the side that looks at the other.
	const forth = middle <= to.x + to.width
	const start = { x: forth ? from.x + from.width : from.x, y: from.y + from.height / 2 }
	const end = { x: to.x, y: to.y + drop }
	const bend = Math.max(40, Math.abs(end.x - start.x) / 2)
	return `M${start.x} ${start.y}C${start.x + (forth ? bend : -bend)} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`
}
