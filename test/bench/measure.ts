import type { Place } from './place.ts'

/** One line of the table. */
export interface Result {
	readonly what: string
	readonly value: number
	readonly unit: 'ms' | 'kB' | 'MB' | 'requests' | 'times'
	/** What it must not exceed or, with `atLeast`, must reach; in the same unit. */
	readonly bar?: number
	readonly atLeast?: boolean
	/** What a person would do instead, measured in the same run and the same unit. */
	readonly instead?: { readonly what: string; readonly value: number }
}

/** What a file under `measures/` exports; `bench.ts` lists them. */
export interface Measure {
	/** To run it alone: `npm run bench -- <name>`. */
	readonly name: string
	readonly run: (place: Place) => Promise<readonly Result[]>
}

export async function medianOf(runs: number, run: (index: number) => Promise<number>): Promise<number> {
	const values: number[] = []
	for (let index = 0; index < runs; index++) values.push(await run(index))
	return median(values)
}

export function median(values: readonly number[]): number {
	const sorted = values.toSorted((one, other) => one - other)
	const middle = sorted.length / 2
	return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2
}
