import { uptime } from 'node:os'
import { Disposable, Emitter } from '../../engine/disposable.ts'
import { isProcessGone, processExists, processName } from '../../engine/helper.ts'
import type { State } from '../../registries/account.ts'
import type { TransferProgress } from '../transfer.ts'
import { isUnderWay, readPushes, trimmed, withLine, type PushRecord } from './push.ts'

const stateKey = 'longshore.pushes'

/** Pushes of this window, past and present. What is kept survives its reload. */
export class Pushes extends Disposable {
	readonly #state: State
	readonly #isAlive: (pid: number) => boolean
	readonly #records: Map<string, PushRecord>
	readonly #progress = new Map<string, TransferProgress>()
	readonly #stops = new Map<string, AbortController>()
	readonly #changes = this.register(new Emitter<string | undefined>())
	/** The id of the push that changed; undefined when one came or went. */
	readonly onDidChange = this.#changes.event
	#kept: Promise<unknown> = Promise.resolve()

	/** @param isAlive Whether a process of this machine is there. */
	constructor(state: State, isAlive = processExists) {
		super()
		this.#state = state
		this.#isAlive = isAlive
		this.#records = new Map(readPushes(state.get(stateKey)).map((push) => [push.id, push]))
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

	/** Whether a push was begun by another window and goes on there, unless that is gone. */
	isElsewhere(push: PushRecord): boolean {
		return isUnderWay(push) && !this.#stops.has(push.id)
	}

	/** Notes which pushes the end of their window cut off since this was last asked. */
	interrupted(): readonly PushRecord[] {
		const found = this.all().filter((push) => this.isElsewhere(push) && isOwnerGone(push, this.#isAlive))
		for (const push of found) this.#records.set(push.id, { ...push, state: 'interrupted' })
		if (found.length > 0) {
			this.#keep()
			this.#changes.fire(undefined)
		}
		return found
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
		const owner = processName()
		this.#records.set(id, { ...push, id, state: 'waiting', startedAt: Date.now(), bytes: 0, owner, log })
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
		const stop = this.#stops.get(id)
		stop?.abort()
		if (!stop || this.#records.get(id)?.state !== 'waiting') return
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

function isOwnerGone({ owner = '', startedAt }: PushRecord, isAlive: (pid: number) => boolean): boolean {
	// After the machine was started anew, another process may have the number; so may this one.
	const isOfBefore = startedAt < Date.now() - uptime() * 1000 || owner === processName()
	return isOfBefore || isProcessGone(owner, isAlive) !== false
}
