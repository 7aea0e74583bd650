import { reach, type Model, type Peer, type Way } from './reachability.ts'

/** Who reaches whom, each from (row) and to (column). */
export interface Matrix {
	readonly peers: readonly Peer[]
	/** `cells[row][column]`; nothing where there is no way, or it is the same container. */
	readonly cells: readonly (readonly (Way | undefined)[])[]
}

export function matrixOf(model: Model, peers: readonly Peer[]): Matrix {
	return {
		peers,
		cells: peers.map((from) => peers.map((to) => (from === to ? undefined : reach(model, from, to).ways[0]))),
	}
}

/** Writes a matrix as a Markdown table (GitHub flavoured), one row for each container that reaches out. */
export function matrixMarkdown(
	{ peers, cells }: Matrix,
	texts: {
		readonly corner: string
		readonly none: string
		readonly itself: string
		readonly way: (way: Way) => string
	},
): string {
	const line = (words: readonly string[]) => `| ${words.map(cell).join(' | ')} |`
	return [
		line([texts.corner, ...peers.map(({ name }) => name)]),
		line(['---', ...peers.map(() => '---')]),
		...peers.map((from, row) =>
			line([
				`**${from.name}**`,
				...peers.map((to, column) => {
					const way = cells[row]?.[column]
					return from === to ? texts.itself : way ? texts.way(way) : texts.none
				}),
			]),
		),
		'',
	].join('\n')
}

// A bar would end the cell, a line's end the table.
function cell(text: string): string {
	return text.replaceAll('|', String.raw`\|`).replaceAll(/\s*\n\s*/g, ' ')
}
