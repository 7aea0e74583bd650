import type { Connection } from './connection.ts'
import { Disposable, Emitter } from './disposable.ts'
import type { Engine } from './engine.ts'
import { EngineError, ListError, toEngineError } from './errors.ts'
import { followEvents, type EngineEvent } from './events.ts'
import type { Log } from './log.ts'
import { helperLabel } from './helper.ts'
import { containerSource, imageSource, networkSource, Shelf, volumeSource } from './shelf.ts'

export type Kind = 'volumes' | 'networks' | 'images' | 'containers'

const kinds: readonly Kind[] = ['volumes', 'networks', 'images', 'containers']

/** What changed. A key that the inventory has was added or changed; one that it hasn't is gone. */
export interface InventoryChange extends Readonly<Record<Kind, ReadonlySet<string>>> {
	/** Whole lists that are new, or gone with the engine. */
	readonly reset: ReadonlySet<Kind>
}

/** From the first event of a burst until it is acted upon; ms. Counted from the first, so no burst puts it off. */
const gathering = 25

/** What goes on with one engine. */
interface Following {
	readonly engine: Engine
	readonly abort: AbortController
	/** The subscription stands: what changes after a list was made will be told. */
	readonly opened: PromiseWithResolvers<void>
	readonly loads: Map<Kind, Promise<void>>
	readonly pending: ReadonlyMap<Kind, Set<string>>
	/** Patches one after the other, each after the lists that are under way: no old reply overwrites a newer one. */
	work: Promise<void>
	timer: NodeJS.Timeout | undefined
}

/**
 * The live picture of an engine: each list is asked for once, when first needed; from then on the engine's events say
 * what to ask for again. After a gap the lists are held against what was known, and only differences are told.
 */
export class Inventory extends Disposable {
	readonly #connection: Connection
	readonly #log: Log
	readonly #shelves = {
		volumes: new Shelf(volumeSource),
		networks: new Shelf(networkSource),
		images: new Shelf(imageSource),
		containers: new Shelf(containerSource),
	}
	readonly #changes = this.register(new Emitter<InventoryChange>())
	readonly onDidChange = this.#changes.event
	/** By name. */
	readonly volumes = this.#shelves.volumes.records
	/** By id, as the other two. */
	readonly networks = this.#shelves.networks.records
	readonly images = this.#shelves.images.records
	/** Without Longshore's own helpers. */
	readonly containers = this.#shelves.containers.records
	/** Lists that somebody has asked for, kept up from then on. */
	readonly #wanted = new Set<Kind>()
	readonly #filled = new Set<Kind>()
	/** Lists that the engine didn't give. They are asked for again when needed, or when something of theirs changes. */
	readonly #refused = new Set<Kind>()
	#following: Following | undefined

	constructor(connection: Connection, log: Log) {
		super()
		this.#connection = connection
		this.#log = log
		this.register(
			connection.onDidChangeState((state) => {
				if (state.kind === 'connected') this.#follow(state.engine)
				else this.#stop()
				// What is shown of an engine that was left would be acted upon at the next one.
				if (state.kind === 'failed' || state.kind === 'idle') this.#empty()
			}),
		)
		if (connection.state.kind === 'connected') this.#follow(connection.state.engine)
		this.register({ dispose: () => this.#stop() })
	}

	/**
	 * Waits until these lists are there; connects if need be, but leaves the pace to a connection that failed.
	 *
	 * @throws {EngineError} why they can't be had; a {@link ListError} if that is no matter of the connection.
	 */
	async loaded(...needed: readonly Kind[]): Promise<void> {
		for (const kind of needed) this.#wanted.add(kind)
		const { state } = this.#connection
		if (state.kind === 'failed') throw state.error
		const engine = await this.#connection.connected()
		const following = this.#following
		if (following?.engine !== engine) throw new EngineError('cancelled', 'Another engine was chosen.')
		await Promise.all(needed.map((kind) => this.#load(following, kind)))
	}

	/** Whether the engine has given a list; an empty one says something only then. */
	isListed(kind: Kind): boolean {
		return this.#filled.has(kind)
	}

	#follow(engine: Engine): void {
		this.#stop()
		const following: Following = {
			engine,
			abort: new AbortController(),
			opened: Promise.withResolvers(),
			loads: new Map(),
			pending: new Map(kinds.map((kind) => [kind, new Set<string>()])),
			work: Promise.resolve(),
			timer: undefined,
		}
		this.#following = following
		const lost = (error: unknown) => {
			following.opened.reject(error)
			if (!following.abort.signal.aborted) this.#connection.lost(engine, toEngineError(error))
		}
		// Rejected also where nobody waits for it.
		following.opened.promise.catch(() => undefined)
		followEvents(engine, {
			opened: () => following.opened.resolve(),
			happened: (event) => this.#happened(following, event),
			signal: following.abort.signal,
		}).catch(lost)
		for (const kind of this.#wanted) {
			// Who shows this list asks for it, and gets to know why it can't be had.
			const tell = () => following === this.#following && this.#tell({ reset: new Set([kind]) })
			this.#load(following, kind).catch(tell)
		}
	}

	#stop(): void {
		this.#following?.abort.abort()
		clearTimeout(this.#following?.timer)
		this.#following = undefined
	}

	#empty(): void {
		const reset = new Set([...this.#filled, ...this.#refused])
		this.#filled.clear()
		this.#refused.clear()
		for (const kind of reset) this.#shelves[kind].clear()
		if (reset.size > 0) this.#tell({ reset })
	}

	#load(following: Following, kind: Kind): Promise<void> {
		let load = following.loads.get(kind)
		if (!load) {
			load = following.opened.promise.then(async () => {
				const changed = await this.#shelves[kind].reload(following.engine).catch((error: unknown) => {
					throw this.#refusal(following, kind, toEngineError(error))
				})
				if (following !== this.#following) return
				const first = !this.#filled.has(kind)
				this.#filled.add(kind)
				this.#refused.delete(kind)
				if (first) this.#tell({ reset: new Set([kind]) })
				else this.#tell({ [kind]: changed })
			})
			following.loads.set(kind, load)
		}
		return load
	}

	#refusal(following: Following, kind: Kind, error: EngineError): EngineError {
		if (following !== this.#following) return error
		if (error.reason === 'unreachable' && error.status === undefined) {
			this.#connection.lost(following.engine, error)
			return error
		}
		this.#log.error(`The engine does not list ${kind}: ${error.message}`)
		following.loads.delete(kind)
		this.#refused.add(kind)
		this.#filled.delete(kind)
		this.#shelves[kind].clear()
		return new ListError(error)
	}

	#happened(following: Following, event: EngineEvent): void {
		for (const [kind, key] of touched(event)) following.pending.get(kind)?.add(key)
		following.timer ??= setTimeout(() => {
			following.timer = undefined
			const patch = following.work.then(() => this.#patch(following))
			following.work = patch.catch(() => undefined)
			patch.catch((error: unknown) => {
				if (following.abort.signal.aborted) return
				this.#log.error(toEngineError(error))
				// What was missed is unknown now: take up the lists again.
				this.#connection.lost(following.engine, toEngineError(error))
			})
		}, gathering)
	}

	async #patch(following: Following): Promise<void> {
		await Promise.allSettled(following.loads.values())
		const changes = await Promise.all(
			[...following.pending].map(async ([kind, pending]): Promise<readonly [Kind, ReadonlySet<string>]> => {
				const keys = new Set(pending)
				pending.clear()
				if (keys.size === 0) return [kind, none]
				if (this.#refused.has(kind)) await this.#load(following, kind).catch(() => undefined)
				// A list that nobody asked for, or that is yet to come, needs no patch.
				else if (this.#filled.has(kind)) return [kind, await this.#shelves[kind].refetch(following.engine, keys)]
				return [kind, none]
			}),
		)
		if (following === this.#following) this.#tell(Object.fromEntries(changes))
	}

	#tell(change: Partial<InventoryChange>): void {
		const whole = { reset: none, volumes: none, networks: none, images: none, containers: none, ...change }
		if (Object.values(whole).some((keys) => keys.size > 0)) this.#changes.fire(whole)
	}
}

const none: ReadonlySet<never> = new Set<never>()

/** What an event gives reason to ask for again. */
export function touched({ type, action, id, attributes }: EngineEvent): readonly (readonly [Kind, string])[] {
	if (id === '' || helperLabel in attributes) return []
	switch (type) {
		case 'volume':
			return [['volumes', id]]
		case 'image':
			return [['images', id]]
		case 'container': {
			const made = attributes['imageID']
			return action === 'commit' && made ? [['images', made]] : [['containers', id]]
		}
		case 'network': {
			// Who joins or leaves changes the container's endpoints; the network itself stays as it is.
			const joined = attributes['container']
			return joined ? [['containers', joined]] : [['networks', id]]
		}
		default:
			return []
	}
}
