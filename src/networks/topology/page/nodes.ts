import type { ContainerState } from '../../../engine/records.ts'
import type { ContainerGraphNode, EndpointLine, GraphNode, NetworkGraphNode, PortLine } from '../graph.ts'
import type { Box } from '../box.ts'
import { cardHeader, shownPorts } from '../layout.ts'
import type { TopologyTexts } from '../texts.ts'
import { fill, shape } from './dom.ts'
import { icon, type Icon } from './icons.ts'

const lineHeight = 17

/** Draws one node; its place is given by the picture. */
export function drawNode(node: GraphNode, box: Box, texts: TopologyTexts, colourOf: (networkId: string) => string) {
	const wall = shape('rect', { class: 'wall', width: box.width, height: box.height, rx: radiusOf(node) })
	const parts = [wall, ...contentOf(node, box, texts, colourOf)]
	const drawn = shape(
		'g',
		{
			class: ['node', ...classesOf(node, colourOf)].join(' '),
			'data-id': node.id,
			tabindex: -1,
			role: 'button',
			'aria-label': nodeLabel(node, texts),
		},
		...parts,
	)
	// On the node, because texts let the pointer through.
	const whole = [...drawn.querySelectorAll('text')].flatMap(({ dataset }) => dataset['whole'] ?? [])
	if (whole.length > 0) drawn.prepend(shape('title', {}, whole.join('\n')))
	return drawn
}

/** What a screen reader says for a node. */
export function nodeLabel(node: GraphNode, texts: TopologyTexts): string {
	switch (node.kind) {
		case 'outside':
			return texts.outside
		case 'host':
			return texts.host
		case 'network':
			return fill(texts.nodeNetwork, node.label, networkFacts(node, texts), node.members)
		case 'container': {
			const places = node.endpoints.map(({ networkName }) => networkName).join(', ')
			return fill(texts.nodeContainer, node.label, texts.states[node.state], places || modeText(node, texts))
		}
	}
}

export function networkFacts({ driver, subnets, internal }: NetworkGraphNode, texts: TopologyTexts): string {
	return [...(internal ? [texts.internal] : []), driver, ...subnets].join(' · ')
}

export function modeText(node: ContainerGraphNode, texts: TopologyTexts): string {
	switch (node.mode) {
		case 'networks':
			return ''
		case 'host':
			return texts.hostNetwork
		case 'none':
			return texts.noNetwork
		case 'sandbox':
			return fill(texts.sharedSandbox, node.sandboxOf ?? '?')
	}
}

function radiusOf({ kind }: GraphNode): number {
	return kind === 'network' ? 32 : kind === 'container' ? 6 : 12
}

function classesOf(node: GraphNode, colourOf: (networkId: string) => string): readonly string[] {
	switch (node.kind) {
		case 'network':
			return ['network', colourOf(node.networkId), ...(node.internal ? ['internal'] : [])]
		case 'container':
			return ['container', node.state === 'running' ? 'running' : 'stopped']
		default:
			return ['place', node.kind]
	}
}

function contentOf(
	node: GraphNode,
	{ width, height }: Box,
	texts: TopologyTexts,
	colourOf: (networkId: string) => string,
): readonly SVGElement[] {
	switch (node.kind) {
		case 'outside':
		case 'host':
			return [
				icon(node.kind === 'outside' ? 'globe' : 'server', width / 2 - 8, 10),
				shape(
					'text',
					{ class: 'name', x: width / 2, y: 44, 'text-anchor': 'middle' },
					node.kind === 'outside' ? texts.outside : texts.host,
				),
			]
		case 'network':
			return [
				...(node.internal
					? [shape('rect', { class: 'wall inner', x: 4, y: 4, width: width - 8, height: height - 8, rx: 28 })]
					: []),
				icon(node.internal ? 'lock' : 'hierarchy', 18, height / 2 - 8),
				text(node.label, { class: 'name', x: 44, y: 24 }, width - 62, true),
				text(networkFacts({ ...node, subnets: [] }, texts), { class: 'fact line', x: 44, y: 39 }, width - 62),
				text(node.subnets.join(' · '), { class: 'fact line', x: 44, y: 53 }, width - 62),
			]
		case 'container':
			return cardContent(node, width, texts, colourOf)
	}
}

function cardContent(
	node: ContainerGraphNode,
	width: number,
	texts: TopologyTexts,
	colourOf: (networkId: string) => string,
): readonly SVGElement[] {
	const yOf = (index: number) => cardHeader + index * lineHeight
	const rows: SVGElement[] = node.endpoints.map(({ networkId, addresses }, index) =>
		shape(
			'g',
			{ class: `line endpoint ${colourOf(networkId)}`, transform: `translate(0 ${yOf(index)})` },
			shape('circle', { class: 'dot', cx: 0, cy: 6, r: 5 }),
			text(addresses.join(' · ') || texts.noAddress, { class: 'fact', x: 14, y: 10 }, width - 24),
		),
	)
	if (node.mode !== 'networks') {
		rows.push(
			shape(
				'g',
				{ class: 'line', transform: `translate(0 ${yOf(rows.length)})` },
				icon(node.mode === 'none' ? 'circleSlash' : 'server', 12, -3),
				text(modeText(node, texts), { class: 'fact', x: 34, y: 10 }, width - 44),
			),
		)
	}
	for (const { text: port, audience } of node.ports.slice(0, shownPorts)) {
		rows.push(
			shape(
				'g',
				{ class: `line port ${audience}`, transform: `translate(0 ${yOf(rows.length)})` },
				icon(audience === 'everyone' || audience === 'routed' ? 'globe' : 'server', 12, -3),
				text(port, { class: 'fact', x: 34, y: 10 }, width - 44),
			),
		)
	}
	if (node.ports.length > shownPorts) {
		const more = fill(texts.morePorts, node.ports.length - shownPorts)
		rows.push(text(more, { class: 'fact line', x: 34, y: yOf(rows.length) + 10 }, width - 44))
	}
	return [
		icon(stateIcon(node.state), 10, 8),
		text(node.label, { class: 'name', x: 34, y: 20 }, width - 44, true),
		...rows,
	]
}

function stateIcon(state: ContainerState): Icon {
	return state === 'running' ? 'vmRunning' : state === 'paused' || state === 'restarting' ? 'vmActive' : 'vmOutline'
}

/** A text that is cut where there is no more room; the whole of it is shown when one stays on its node. */
function text(content: string, attributes: Readonly<Record<string, string | number>>, room: number, bold = false) {
	const shown = cut(content, room, bold)
	return shape('text', { ...attributes, 'data-whole': shown === content ? undefined : content }, shown)
}

const ruler = document.createElement('canvas').getContext('2d')

function cut(content: string, room: number, bold: boolean): string {
	if (!ruler) return content
	const { fontFamily } = getComputedStyle(document.body)
	const font = `${bold ? '600 13px' : '11px'} ${fontFamily}`
	if (ruler.font !== font) ruler.font = font
	if (ruler.measureText(content).width <= room) return content
	let [low, high] = [0, content.length]
	while (low < high) {
		const middle = Math.ceil((low + high) / 2)
		if (ruler.measureText(`${content.slice(0, middle)}…`).width <= room) low = middle
		else high = middle - 1
	}
	return `${content.slice(0, low)}…`
}

/** A network that a container is on, and where it is there. */
export function endpointLineText({ networkName, addresses }: EndpointLine, texts: TopologyTexts): string {
	return [networkName, ...(addresses.length > 0 ? addresses : [texts.noAddress])].join(' · ')
}

/** A port, and to whom it is open. */
export function portLineText({ text, audience }: PortLine, texts: TopologyTexts): string {
	const audiences = {
		everyone: texts.openToEveryone,
		host: texts.openToHost,
		address: texts.openOnAddress,
		routed: texts.openToRoutes,
	}
	return `${text} · ${audiences[audience]}`
}
