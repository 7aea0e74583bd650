import type { Graph, GraphNode } from './graph.ts'

/**
 * Writes a graph as a Mermaid flowchart, as Markdown previews and GitHub draw it. Internal networks are drawn with a
 * double wall; edges carry addresses, or published ports.
 */
export function mermaidOf(graph: Graph, texts: { readonly outside: string; readonly host: string }): string {
	const names = new Map(graph.nodes.map((node, index) => [node.id, `n${index}`]))
	const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
	const shape = (node: GraphNode) => `${names.get(node.id)}${shapeOf(node, texts)}`
	return [
		'flowchart LR',
		...graph.nodes.filter(({ group }) => group === undefined).map((node) => `\t${shape(node)}`),
		...graph.groups.flatMap((group, index) => [
			`\tsubgraph g${index} [${quoted(group)}]`,
			...graph.nodes.filter((node) => node.group === group).map((node) => `\t\t${shape(node)}`),
			'\tend',
		]),
		...graph.edges.map(({ kind, from, to }) => {
			const label = labelOf(kind, nodes.get(from), nodes.get(to))
			const line = kind === 'sandbox' ? '===' : kind === 'published' ? '-.->' : kind === 'outside' ? '<-->' : '---'
			return `\t${names.get(from)} ${line}${label === '' ? '' : `|${quoted(label)}|`} ${names.get(to)}`
		}),
		'',
	].join('\n')
}

function shapeOf(node: GraphNode, texts: { readonly outside: string; readonly host: string }): string {
	switch (node.kind) {
		case 'outside':
			return `((${quoted(texts.outside)}))`
		case 'host':
			return `[/${quoted(texts.host)}/]`
		case 'network': {
			const label = quoted([node.label, node.driver, ...node.subnets].join(' · '))
			return node.internal ? `[[${label}]]` : `([${label}])`
		}
		case 'container':
			return `[${quoted(node.label)}]`
	}
}

function labelOf(kind: string, from: GraphNode | undefined, to: GraphNode | undefined): string {
	if (to?.kind !== 'container') return ''
	if (kind === 'published') return to.ports.map(({ text }) => text).join(', ')
	if (kind !== 'endpoint' || from?.kind !== 'network') return ''
	return to.endpoints.find(({ networkId }) => networkId === from.networkId)?.addresses.join(', ') ?? ''
}

// Mermaid reads entities; a quotation mark would end the text.
function quoted(text: string): string {
	return `"${text.replaceAll('#', '#35;').replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;')}"`
}
