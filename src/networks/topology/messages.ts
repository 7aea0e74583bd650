import type { Model } from '../reachability.ts'
import type { TopologyTexts } from './texts.ts'

/** What the host tells the page. */
export type ToPage =
	/** Once, before everything else. */
	| { readonly kind: 'start'; readonly texts: TopologyTexts }
	/** All that is there now. */
	| { readonly kind: 'model'; readonly model: Model }
	| { readonly kind: 'disconnected'; readonly reason: string }
	/** Turns to a container, as *Show in Topology* asks for. */
	| { readonly kind: 'show'; readonly nodeId: string }

/** What the page asks of the host. */
export type ToHost =
	| { readonly kind: 'ready' }
	| { readonly kind: 'select' | 'inspect'; readonly target: Target }
	| { readonly kind: 'connect'; readonly containerId: string; readonly networkId: string | undefined }
	| { readonly kind: 'test'; readonly containerId: string }
	| { readonly kind: 'copy'; readonly text: string }
	| {
			readonly kind: 'save'
			readonly format: 'svg' | 'png'
			/** Text of an SVG, base64 of a PNG. */
			readonly data: string
	  }

export type Target =
	| { readonly kind: 'network'; readonly networkId: string }
	/** The network it was reached by, where there is one. */
	| { readonly kind: 'container'; readonly containerId: string; readonly networkId: string | undefined }

type Envelope<M> =
	| { readonly id: number; readonly message: M }
	| { readonly id: number; readonly failure: string | undefined }

/**
 * One end of the talk between host and page: each message is answered when it was dealt with, also when that failed.
 */
export class Channel<Out, In> {
	readonly #post: (envelope: Envelope<Out>) => unknown
	readonly #handle: (message: In) => unknown
	readonly #waiting = new Map<number, PromiseWithResolvers<void>>()
	#count = 0

	constructor(post: (envelope: Envelope<Out>) => unknown, handle: (message: In) => unknown) {
		this.#post = post
		this.#handle = handle
	}

	/**
	 * Sends a message. Resolves when the other end has dealt with it.
	 *
	 * @throws {Error} with the other end's words when that failed there.
	 */
	send(message: Out): Promise<void> {
		this.#count += 1
		const answer = Promise.withResolvers<void>()
		this.#waiting.set(this.#count, answer)
		this.#post({ id: this.#count, message })
		return answer.promise
	}

	/** Takes what came over the wire; the ends trust each other, for only they can post. */
	receive(envelope: unknown): void {
		if (!isEnvelope<In>(envelope)) return
		if ('message' in envelope) void this.#answer(envelope.id, envelope.message)
		else this.#settle(envelope.id, envelope.failure)
	}

	/** Nobody answers any more. */
	close(reason: string): void {
		for (const id of this.#waiting.keys()) this.#settle(id, reason)
	}

	async #answer(id: number, message: In): Promise<void> {
		try {
			await this.#handle(message)
			this.#post({ id, failure: undefined })
		} catch (error) {
			this.#post({ id, failure: error instanceof Error ? error.message : String(error) })
		}
	}

	#settle(id: number, failure: string | undefined): void {
		const waiting = this.#waiting.get(id)
		this.#waiting.delete(id)
		if (failure === undefined) waiting?.resolve()
		else waiting?.reject(new Error(failure))
	}
}

function isEnvelope<M>(value: unknown): value is Envelope<M> {
	return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'number'
}
