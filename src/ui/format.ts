import * as vscode from 'vscode'

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const

/** An amount of bytes as docker writes it (powers of 1000), in the person's language: `12.3 MB`. */
export function formatBytes(bytes: number): string {
	const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
	return new Intl.NumberFormat(vscode.env.language, {
		style: 'unit',
		unit: units[power] ?? 'byte',
		unitDisplay: 'short',
		maximumFractionDigits: power === 0 ? 0 : 1,
	}).format(bytes / 1000 ** power)
}

const spans: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
	['year', 365 * 86_400],
	['month', 30 * 86_400],
	['week', 7 * 86_400],
	['day', 86_400],
	['hour', 3_600],
	['minute', 60],
	['second', 1],
]

/** How long ago, in the person's language: `3 days ago`. */
export function formatAge(date: Date): string {
	const seconds = Math.max(0, (Date.now() - date.getTime()) / 1000)
	const [unit, length] = spans.find(([, span]) => seconds >= span) ?? ['second', 1]
	return new Intl.RelativeTimeFormat(vscode.env.language, { numeric: 'auto' }).format(
		-Math.floor(seconds / length),
		unit,
	)
}

/** A moment in full, in the person's language. */
export function formatDate(date: Date): string {
	return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' }).format(date)
}

/** A span of time, in the person's language: `2 minutes`. */
export function formatDuration(seconds: number): string {
	const [unit, length] = spans.find(([, span]) => seconds >= span) ?? ['second', 1]
	return new Intl.NumberFormat(vscode.env.language, {
		style: 'unit',
		unit,
		unitDisplay: 'long',
		maximumFractionDigits: unit === 'second' ? 1 : 0,
	}).format(seconds / length)
}
