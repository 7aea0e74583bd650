import type { Result } from './measure.ts'

/** The results as a Markdown table, the bar and what a person would do instead beside each. */
export function table(results: readonly Result[]): string {
	const rows = [['What', 'Measured', 'Bar', '', 'Instead'], ...results.map(row)]
	const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)))
	const lines = rows.map((cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`)
	lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`)
	return lines.join('\n')
}

/** Whether a bar was set and is kept. */
export function isMissed({ value, bar, atLeast = false }: Result): boolean {
	return bar !== undefined && !(atLeast ? value >= bar : value <= bar)
}

function row(result: Result): string[] {
	const { what, value, unit, bar, atLeast = false, instead } = result
	return [
		what,
		`${round(value)} ${unit}`,
		bar === undefined ? '' : `${atLeast ? '≥' : '≤'} ${bar} ${unit}`,
		bar === undefined ? '' : isMissed(result) ? 'missed' : 'kept',
		instead ? `${instead.what}: ${round(instead.value)} ${unit} (ratio ${(value / instead.value).toFixed(2)})` : '',
	]
}

function round(value: number): string {
	return value.toFixed(Math.abs(value) < 100 && !Number.isInteger(value) ? 1 : 0)
}
