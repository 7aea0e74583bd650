import { Disposable, Emitter } from '../../engine/disposable.ts'
import type { State } from '../../registries/account.ts'
import type { TransferProgress } from '../transfer.ts'
import { isUnderWay, readPushes, trimmed, withLine, type PushRecord } from './push.ts'

const stateKey = 'longshore.pushes'

/** Pushes of this window, past and present. What is kept survives its reload. */
export class Pushes extends Disposable {
	readonly #state: State
	readonly #records: Map<string, PushRecord>
	readonly #progress = new Map<string, TransferProgress>()
	readonly #stops = new Map<string, AbortController>()
	readonly #changes = this.register(new Emitter<string | undefined>())
	/** The id of the push that changed; undefined when one came or went. */
	readonly onDidChange = this.#changes.event
	/** Pushes that the end of the window before this one cut off. */
	readonly interrupted: readonly PushRecord[]
	#kept: Promise<unknown> = Promise.resolve()

	constructor(state: State) {
		super()
		this.#state = state
		const kept = readPushes(state.get(stateKey))
		this.#records = new Map(
			kept.map((push) => [push.id, isUnderWay(push) ? { ...push, state: 'interrupted' as const } : push]),
		)
		this.interrupted = kept.filter(isUnderWay)
		if (this.interrupted.length > 0) this.#keep()
		// The engine ends a push when its connection is closed.
		this.register({ dispose: () => this.#stops.forEach((stop) => stop.abort()) })
	}

	/** The newest first. */
	all(): readonly PushRecord[] {
		return trimmed([...this.#records.values()])
	}

	byId(id: string): PushRecord | undefined {
		return this.#records.get(id)
	}

	/** How far a push is that is under way. */
	progressOf(id: string): TransferProgress | undefined {
		return this.#progress.get(id)
	}

	/**
	 * Begins a push, or begins it again under the same id; under another one where that is on its way again already.
	 *
	 * @returns Its id, and the signal by which it is cancelled alone.
	 */
	begin(
		push: Pick<PushRecord, 'reference' | 'accountId'>,
		again?: string,
	): { readonly id: string; readonly signal: AbortSignal } {
		const before = again === undefined ? undefined : this.#records.get(again)
		const id = again === undefined || (before && isUnderWay(before)) ? crypto.randomUUID() : again
		const log = this.#records.get(id)?.log ?? []
		const stop = new AbortController()
		this.#stops.set(id, stop)
		this.#records.set(id, { ...push, id, state: 'waiting', startedAt: Date.now(), bytes: 0, log })
		for (const { id: old } of [...this.#records.values()].filter((each) => !this.all().includes(each))) {
			this.#records.delete(old)
		}
		this.#keep()
		this.#changes.fire(undefined)
		return { id, signal: stop.signal }
	}

	/** Notes what changed; it is kept where the state did. */
	change(id: string, change: Partial<Omit<PushRecord, 'id' | 'log'>>, line?: string): void {
		const before = this.#records.get(id)
		if (!before) return
		const log = line === undefined ? before.log : withLine(before.log, line, new Date())
		const record = { ...before, ...change, log }
		this.#records.set(id, record)
		if (!isUnderWay(record)) {
			this.#progress.delete(id)
			this.#stops.delete(id)
		}
		if (record.state !== before.state || record.verified !== before.verified) this.#keep()
		this.#changes.fire(id)
	}

	/** How far it is; not kept. */
	progress(id: string, progress: TransferProgress): void {
		this.#progress.set(id, progress)
		this.#changes.fire(id)
	}

	/** Ends a push that is under way. One that waits has nothing to end: it is over at once. */
	cancel(id: string): void {
		this.#stops.get(id)?.abort()
		if (this.#records.get(id)?.state !== 'waiting') return
		this.change(id, { state: 'cancelled', endedAt: Date.now() }, 'Cancelled')
	}

	/** Forgets pushes that are over; all such, where none is named. */
	forget(ids?: readonly string[]): void {
		for (const push of this.#records.values()) {
			if (!isUnderWay(push) && (ids?.includes(push.id) ?? true)) this.#records.delete(push.id)
		}
		this.#keep()
		this.#changes.fire(undefined)
	}

	#keep(): void {
		const all = this.all()
		this.#kept = this.#kept.then(() => this.#state.update(stateKey, all))
		// What can't be kept is lost with the window, and nothing else.
		this.#kept = this.#kept.catch(() => undefined)
	}
}
