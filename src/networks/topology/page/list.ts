import type { Model } from '../../reachability.ts'
import type { ContainerGraphNode, Graph, GraphNode, NetworkGraphNode } from '../graph.ts'
import { matches } from '../filter.ts'
import type { TopologyTexts } from '../texts.ts'
import type { Actions } from './details.ts'
import { element } from './dom.ts'
import { endpointLineText, modeText, portLineText } from './nodes.ts'
import { reachingOf, wayText } from './reaching.ts'

/** The same as the picture, as two tables: for the keyboard, a screen reader, and who likes tables better. */
export function list(
	graph: Graph,
	model: Model,
	search: string,
	texts: TopologyTexts,
	actions: Actions,
): readonly HTMLElement[] {
	const found = graph.nodes.filter((node) => matches(node, search))
	const containers = found.filter((node) => node.kind === 'container')
	const networks = found.filter((node) => node.kind === 'network')
	return [
		table(
			texts.containers,
			[texts.name, texts.state, texts.project, texts.endpoints, texts.reaches, texts.ports, texts.actions],
			containers.map((node) => containerRow(node, model, texts, actions)),
		),
		table(
			texts.networks,
			[texts.name, texts.driver, texts.project, texts.subnets, texts.members, texts.actions],
			networks.map((node) => networkRow(node, graph, texts, actions)),
		),
	]
}

function containerRow(node: ContainerGraphNode, model: Model, texts: TopologyTexts, actions: Actions) {
	const reached = reachingOf(model, node.containerId)?.others.filter(({ reach }) => reach.ways.length > 0) ?? []
	const endpoints = node.endpoints.map((endpoint) => endpointLineText(endpoint, texts))
	return [
		node.label,
		texts.states[node.state],
		node.group ?? '',
		lines(endpoints.length > 0 ? endpoints : [modeText(node, texts)]),
		lines(reached.map(({ peer, reach }) => `${peer.name}: ${reach.ways.map((way) => wayText(way, texts)).join('; ')}`)),
		lines(node.ports.map((port) => portLineText(port, texts))),
		buttons(node, [
			[texts.reveal, () => actions.reveal(node)],
			[texts.inspect, () => actions.inspect(node)],
			[texts.connect, () => actions.connect(node)],
			[texts.test, () => actions.test(node)],
		]),
	]
}

function networkRow(node: NetworkGraphNode, graph: Graph, texts: TopologyTexts, actions: Actions) {
	const members = graph.nodes.filter(
		(each) => each.kind === 'container' && each.endpoints.some(({ networkId }) => networkId === node.networkId),
	)
	return [
		node.label,
		node.internal ? `${node.driver} · ${texts.internal}` : node.driver,
		node.group ?? '',
		lines(node.subnets),
		members.map(({ label }) => label).join(', '),
		buttons(node, [
			[texts.reveal, () => actions.reveal(node)],
			[texts.inspect, () => actions.inspect(node)],
		]),
	]
}

function table(caption: string, heads: readonly string[], rows: readonly (readonly (string | HTMLElement)[])[]) {
	return element(
		'table',
		{},
		element('caption', {}, caption),
		element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
		element(
			'tbody',
			{},
			...rows.map(([name = '', ...cells]) =>
				element('tr', {}, element('th', { scope: 'row' }, name), ...cells.map((cell) => element('td', {}, cell))),
			),
		),
	)
}

function lines(texts: readonly string[]): HTMLElement {
	return element('span', {}, ...texts.map((text) => element('div', {}, text)))
}

function buttons({ label }: GraphNode, actions: readonly (readonly [string, () => void])[]): HTMLElement {
	return element(
		'span',
		{ class: 'actions' },
		...actions.map(([title, press]) => {
			const made = element('button', { type: 'button', 'aria-label': `${title}: ${label}` }, title)
			made.addEventListener('click', press)
			return made
		}),
	)
}
