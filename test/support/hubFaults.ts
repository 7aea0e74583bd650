import type { Duplex } from 'node:stream'

import type { HubAnswer } from './hubAnswer.ts'
import { faultAnswer, type Fault, type FaultPoint } from './hubFaultAnswer.ts'
import { cutAfter, HubLink } from './hubLink.ts'

/** What can be held back: uploads whose bytes are all taken, or all that the web API is asked. */
type StallPoint = 'upload' | 'web'

/** Answers that are held back. */
export interface Stall {
	/** Settles once the first answer is held. */
	readonly reached: Promise<void>
	/** Lets what is held go on, and what comes later pass. */
	release(): void
}

/** A limited number of cuts. */
interface Cut {
	readonly afterBytes: number
	left: number
}

/** What a test has switched on to go wrong. */
export class HubFaults {
	#faults: { readonly fault: Fault; left: number }[] = []
	#stall: { readonly at: StallPoint; readonly hold: () => Promise<void>; readonly release: () => void } | undefined
	#cut: Cut | undefined
	#link: HubLink | undefined

	add(fault: Fault): void {
		this.#faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY })
	}

	/** The answer that takes the place of the right one, which counts as used up. */
	take(point: FaultPoint): HubAnswer | undefined {
		const found = this.#faults.find(({ fault, left }) => fault.on === point && left > 0)
		if (found === undefined) {
			return undefined
		}
		found.left -= 1
		return faultAnswer(found.fault)
	}

	stall(at: StallPoint): Stall {
		this.#stall?.release()
		const reached = Promise.withResolvers<void>()
		const released = Promise.withResolvers<void>()
		const stall = {
			at,
			hold: () => {
				reached.resolve()
				return released.promise
			},
			release: () => {
				released.resolve()
				if (this.#stall === stall) {
					this.#stall = undefined
				}
			},
		}
		this.#stall = stall
		return { reached: reached.promise, release: stall.release }
	}

	/** Settles at once where no stall is on. */
	async hold(at: StallPoint): Promise<void> {
		if (this.#stall?.at === at) {
			await this.#stall.hold()
		}
	}

	cut(afterBytes: number, times: number): void {
		this.#cut = { afterBytes, left: times }
	}

	slow(bytesPerSecond: number): void {
		this.#link = new HubLink(bytesPerSecond)
	}

	/** What the body of an upload passes through. */
	uploadStations(): readonly Duplex[] {
		const cut = this.#cut
		const stations = this.linkStations()
		return cut === undefined || cut.left <= 0
			? stations
			: [...stations, cutAfter(cut.afterBytes, () => (cut.left -= 1))]
	}

	/** What any other body passes through, in either direction. */
	linkStations(): readonly Duplex[] {
		return this.#link === undefined ? [] : [this.#link.station()]
	}

	/** Everything goes right again; what is stalled goes on. */
	clear(): void {
		this.#faults = []
		this.#stall?.release()
		this.#cut = undefined
		this.#link = undefined
	}
}
