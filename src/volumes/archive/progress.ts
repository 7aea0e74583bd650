import type { Amount, FactCollector } from './factCollector.ts'
import type { TarPart } from './tarEntry.ts'

/** Where a job stands. */
export interface ArchiveProgress extends Amount {
	readonly phase: 'checking' | 'copying' | 'verifying'
	/** 0 to 1, where the end is known. */
	readonly fraction?: number
}

export type ReportArchive = (progress: ArchiveProgress) => void

/** What long work on archives takes. */
export interface ArchiveJob {
	readonly signal: AbortSignal
	readonly report: ReportArchive
}

/** Between two reports; ms. */
const pause = 100

/** Passes parts on, takes their facts, and reports now and then. */
export async function* observed(
	parts: AsyncIterable<TarPart>,
	collector: FactCollector,
	report: (amount: Amount) => void,
): AsyncGenerator<TarPart, void, undefined> {
	let reported = 0
	for await (const part of collector.passing(parts)) {
		const now = performance.now()
		if (now - reported > pause) {
			reported = now
			report(collector.amount)
		}
		yield part
	}
	report(collector.amount)
}
