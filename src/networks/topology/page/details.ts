import { isOnParent } from '../../network.ts'
import type { Model } from '../../reachability.ts'
import type { ContainerGraphNode, Graph, GraphNode, NetworkGraphNode } from '../graph.ts'
import type { TopologyTexts } from '../texts.ts'
import { element, fill } from './dom.ts'
import { endpointLineText, modeText, networkFacts, portLineText } from './nodes.ts'
import { reachingOf, wayText } from './reaching.ts'

export interface Actions {
	readonly reveal: (node: GraphNode) => void
	readonly inspect: (node: GraphNode) => void
	readonly connect: (node: ContainerGraphNode) => void
	readonly test: (node: ContainerGraphNode) => void
}

/** What is known of a node, beside the picture. */
export function details(
	node: GraphNode | undefined,
	model: Model,
	graph: Graph,
	texts: TopologyTexts,
	actions: Actions,
): readonly HTMLElement[] {
	switch (node?.kind) {
		case 'container':
			return containerDetails(node, model, texts, actions)
		case 'network':
			return networkDetails(node, graph, texts, actions)
		default: {
			const count = (kind: string) => graph.nodes.filter((each) => each.kind === kind).length
			return [
				element('h2', {}, texts.title),
				element('p', {}, fill(texts.counts, count('container'), count('network'))),
				element('p', { class: 'quiet' }, texts.hint),
				element('p', { class: 'quiet' }, texts.keys),
			]
		}
	}
}

function containerDetails(
	node: ContainerGraphNode,
	model: Model,
	texts: TopologyTexts,
	actions: Actions,
): readonly HTMLElement[] {
	const reaching = reachingOf(model, node.containerId)
	if (!reaching) return []
	const reached = reaching.others.filter(({ reach }) => reach.ways.length > 0)
	const unreached = reaching.others.filter(({ reach }) => reach.ways.length === 0)
	return [
		element('h2', {}, node.label),
		element(
			'p',
			{ class: 'quiet' },
			[texts.states[node.state], node.group, modeText(node, texts)].filter(Boolean).join(' · '),
		),
		actionsOf([
			[texts.reveal, () => actions.reveal(node)],
			[texts.inspect, () => actions.inspect(node)],
			[texts.connect, () => actions.connect(node)],
			[texts.test, () => actions.test(node)],
		]),
		...endpointDetails(node, texts),
		element('h3', {}, texts.reaches),
		reached.length === 0
			? element('p', {}, texts.reachesNone)
			: element(
					'ul',
					{ class: 'reached' },
					...reached.map(({ peer, reach }) =>
						element(
							'li',
							{},
							element('strong', {}, peer.name),
							...reach.ways.map((way) => element('div', {}, wayText(way, texts))),
							...(reach.stopped.length > 0
								? [element('div', { class: 'quiet' }, fill(texts.whenStarted, reach.stopped.join(', ')))]
								: []),
						),
					),
				),
		element(
			'p',
			{ class: 'quiet' },
			reaching.out.length > 0 ? fill(texts.goesOut, reaching.out.join(', ')) : texts.staysIn,
		),
		...(unreached.length === 0
			? []
			: [
					element('h3', {}, texts.cannotReach),
					element('p', { class: 'quiet' }, unreached.map(({ peer }) => peer.name).join(', ')),
				]),
		...portDetails(node, texts),
	]
}

function endpointDetails({ endpoints }: ContainerGraphNode, texts: TopologyTexts): readonly HTMLElement[] {
	if (endpoints.length === 0) return []
	return [
		element('h3', {}, texts.endpoints),
		element('ul', {}, ...endpoints.map((endpoint) => element('li', {}, endpointLineText(endpoint, texts)))),
	]
}

function portDetails(node: ContainerGraphNode, texts: TopologyTexts): readonly HTMLElement[] {
	if (node.ports.length === 0) return []
	return [
		element('h3', {}, texts.ports),
		element('ul', {}, ...node.ports.map((port) => element('li', { class: port.audience }, portLineText(port, texts)))),
	]
}

function networkDetails(
	node: NetworkGraphNode,
	graph: Graph,
	texts: TopologyTexts,
	actions: Actions,
): readonly HTMLElement[] {
	const members = graph.nodes.filter(
		(each) => each.kind === 'container' && each.endpoints.some(({ networkId }) => networkId === node.networkId),
	)
	return [
		element('h2', {}, node.label),
		element('p', { class: 'quiet' }, networkFacts(node, texts)),
		element('p', {}, networkMeaning(node, texts)),
		actionsOf([
			[texts.reveal, () => actions.reveal(node)],
			[texts.inspect, () => actions.inspect(node)],
		]),
		element('h3', {}, texts.members),
		element('ul', {}, ...members.map(({ label }) => element('li', {}, label))),
	]
}

function networkMeaning({ driver, internal, parent }: NetworkGraphNode, texts: TopologyTexts): string {
	if (parent !== undefined) return fill(texts.parentMeaning, parent)
	if (isOnParent(driver)) return texts.noParentMeaning
	return internal ? texts.internalMeaning : texts.openMeaning
}

function actionsOf(actions: readonly (readonly [string, () => void])[]): HTMLElement {
	return element(
		'div',
		{ class: 'actions' },
		...actions.map(([label, press]) => {
			const made = element('button', { type: 'button' }, label)
			made.addEventListener('click', press)
			return made
		}),
	)
}
