import * as v from 'valibot'

/** Names with texts; engines send null or nothing for an empty one. */
export const labels = v.nullish(v.record(v.string(), v.string()), {})

export const text = v.nullish(v.string(), '')

/** Engines send `""` for what isn't there. */
export function orUndefined(value: string | null | undefined): string | undefined {
	return value || undefined
}

/** A time as Go writes it; its zero time (year 1) stands for "unknown". */
export function dateOf(value: string | null | undefined): Date | undefined {
	if (!value || value.startsWith('0001-')) return undefined
	const date = new Date(value)
	return Number.isNaN(date.getTime()) ? undefined : date
}

export function seconds(date: Date): Date {
	return new Date(Math.floor(date.getTime() / 1000) * 1000)
}
