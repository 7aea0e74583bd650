import { Disposable, Emitter } from './disposable.ts'
import type { Endpoint } from './endpoint.ts'
import { dialFirst, type Engine } from './engine.ts'
import { EngineError, toEngineError } from './errors.ts'
import type { Log } from './log.ts'
import { backOff, nextChance } from './recovery.ts'

export type ConnectionState =
	| { readonly kind: 'idle' }
	| { readonly kind: 'connecting' }
	| { readonly kind: 'connected'; readonly engine: Engine }
	| { readonly kind: 'failed'; readonly error: EngineError; readonly endpoint: Endpoint | undefined }

/** A connection that lived this long was a good one: when it is lost, the next is not made wary; ms. */
const steady = 5_000

/**
 * The one connection to an engine. Connects on first need; once it was needed, it comes back by itself for as long as
 * that takes: at once when a socket appears, otherwise with back-off.
 */
export class Connection extends Disposable {
	readonly #findEndpoints: () => Promise<readonly Endpoint[]>
	readonly #log: Log
	readonly #changes = this.register(new Emitter<ConnectionState>())
	readonly onDidChangeState = this.#changes.event
	#state: ConnectionState = { kind: 'idle' }
	/** Ends whatever goes on for the sake of the present choice of endpoint. */
	#abort = new AbortController()
	#attempt: Promise<Engine> | undefined
	#recovering = false
	/** How often in a row it did not come to a steady connection; {@link backOff} goes by it. */
	#failures = 0
	#connectedAt = 0
	#endpoints: readonly Endpoint[] = []

	constructor(parts: { readonly findEndpoints: () => Promise<readonly Endpoint[]>; readonly log: Log }) {
		super()
		this.#findEndpoints = parts.findEndpoints
		this.#log = parts.log
		this.register({ dispose: () => this.#leave() })
	}

	get state(): ConnectionState {
		return this.#state
	}

	/**
	 * The engine; connects if need be.
	 *
	 * @throws {EngineError} why no engine answers. Attempts go on nevertheless.
	 */
	connected(): Promise<Engine> {
		if (this.#state.kind === 'connected') return Promise.resolve(this.#state.engine)
		if (this.#attempt) return this.#attempt
		const attempt = this.#connect(this.#abort.signal).finally(() => {
			// An attempt that was given up ends after the next one began.
			if (this.#attempt === attempt) this.#attempt = undefined
		})
		this.#attempt = attempt
		return attempt
	}

	/**
	 * Drops the connection and chooses an endpoint anew, because the choice may have changed.
	 *
	 * @throws {EngineError} why no engine answers.
	 */
	async reconnect(): Promise<void> {
		this.#leave()
		this.#abort = new AbortController()
		this.#attempt = undefined
		this.#recovering = false
		this.#failures = 0
		this.#become({ kind: 'idle' })
		await this.connected()
	}

	/** Called by who notices that an engine is gone. Connects again: at once, unless that was of no use just before. */
	lost(engine: Engine, error: EngineError): void {
		if (this.#state.kind !== 'connected' || this.#state.engine !== engine || this.disposed) return
		this.#log.info(`The engine at ${engine.endpoint.host} is gone: ${error.message}`)
		engine.close()
		if (performance.now() - this.#connectedAt >= steady) this.#failures = 0
		if (this.#failures > 0) {
			this.#fail(error, this.#abort.signal)
			return
		}
		this.#failures = 1
		this.#state = { kind: 'idle' }
		this.connected().catch(() => undefined)
	}

	#leave(): void {
		this.#abort.abort()
		if (this.#state.kind === 'connected') this.#state.engine.close()
	}

	async #connect(signal: AbortSignal): Promise<Engine> {
		if (this.#state.kind !== 'failed') this.#become({ kind: 'connecting' })
		try {
			this.#endpoints = await this.#findEndpoints()
			const engine = await dialFirst(this.#endpoints, signal, ({ host }, error) => {
				this.#log.debug(`${host}: ${error.message}`)
			})
			if (signal.aborted) {
				engine.close()
				throw new EngineError('cancelled', 'Another engine was chosen.')
			}
			const { endpoint, server, apiVersion } = engine
			this.#log.info(`Connected to ${server || 'the engine'} at ${endpoint.host}, API ${apiVersion}.`)
			this.#connectedAt = performance.now()
			this.#become({ kind: 'connected', engine })
			return engine
		} catch (thrown) {
			const error = toEngineError(thrown)
			if (!signal.aborted) this.#fail(error, signal)
			throw error
		}
	}

	#fail(error: EngineError, signal: AbortSignal): void {
		this.#become({ kind: 'failed', error, endpoint: this.#endpoints[0] })
		void this.#recover(signal)
	}

	async #recover(signal: AbortSignal): Promise<void> {
		if (this.#recovering) return
		this.#recovering = true
		while (!signal.aborted && this.#state.kind === 'failed') {
			const changed = await nextChance(this.#endpoints, backOff(this.#failures), signal)
			if (signal.aborted) return
			this.#failures = changed ? 0 : this.#failures + 1
			// The failure has been said; it is said again only when it is another one.
			await this.connected().catch(() => undefined)
		}
		if (!signal.aborted) this.#recovering = false
	}

	#become(state: ConnectionState): void {
		const { kind } = this.#state
		if (
			state.kind === 'failed' &&
			(this.#state.kind !== 'failed' || this.#state.error.message !== state.error.message)
		) {
			this.#log.warn(`No engine: ${state.error.message}`)
		}
		this.#state = state
		if (kind !== state.kind || kind === 'failed') this.#changes.fire(state)
	}
}
