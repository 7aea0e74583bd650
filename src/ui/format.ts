import * as vscode from 'vscode'
import { once } from '../engine/once.ts'

// To make a formatter takes far longer than to use it, and a view has thousands of lines.
const wholes = once(() => new Intl.NumberFormat(vscode.env.language, { maximumFractionDigits: 0 }))
const tenths = once(() => new Intl.NumberFormat(vscode.env.language, { maximumFractionDigits: 1 }))
const times = once(() => new Intl.DateTimeFormat(vscode.env.language, { timeStyle: 'short' }))
const days = once(() => new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium' }))
const moments = once(() => new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' }))

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** An amount of bytes as docker writes it (powers of 1000), its number in the person's language: `12.3 MB`. */
export function formatBytes(bytes: number): string {
	const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
	const number = (power === 0 ? wholes() : tenths()).format(bytes / 1000 ** power)
	return `${number} ${units[power] ?? 'B'}`
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

/**
 * A moment in short, in the person's language: the time where it was today, else the day. Unlike “3 minutes ago” it
 * stays true while it is shown.
 */
export function formatMoment(date: Date): string {
	const day = new Date(date).setHours(0, 0, 0, 0)
	const isToday = day === new Date().setHours(0, 0, 0, 0)
	return isToday ? timeOf(Math.floor(date.getTime() / minute)) : dayOf(day)
}

/** ms */
const minute = 60_000
// Of a view's thousands of moments many are the same in words, and to put one into words takes long.
const timeOf = remembering((minutes) => times().format(minutes * minute))
const dayOf = remembering((day) => days().format(day))

function remembering(format: (moment: number) => string): (moment: number) => string {
	const texts = new Map<number, string>()
	return (moment) => {
		const text = texts.get(moment) ?? format(moment)
		texts.set(moment, text)
		return text
	}
}

/** A moment in full, in the person's language. */
export function formatDate(date: Date): string {
	return moments().format(date)
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
