/** Something that holds resources until it is disposed. Structurally the same as VS Code's own. */
export interface DisposableLike {
	dispose(): unknown
}

/** Subscribes a listener; disposing what it returns ends the subscription. Structurally the same as VS Code's own. */
export type Event<T> = (listener: (value: T) => unknown) => DisposableLike

/** Owner of other disposables. Invariant: what is registered after disposal is disposed at once. */
export abstract class Disposable implements DisposableLike {
	readonly #owned = new Set<DisposableLike>()
	#disposed = false

	get disposed(): boolean {
		return this.#disposed
	}

	protected register<T extends DisposableLike>(owned: T): T {
		if (this.#disposed) owned.dispose()
		else this.#owned.add(owned)
		return owned
	}

	dispose(): void {
		if (this.#disposed) return
		this.#disposed = true
		for (const owned of [...this.#owned].reverse()) owned.dispose()
		this.#owned.clear()
	}
}

/** A source of events that needs no editor. A listener that throws stops neither the others nor the source. */
export class Emitter<T> implements DisposableLike {
	readonly #listeners = new Set<(value: T) => unknown>()

	readonly event: Event<T> = (listener) => {
		// A wrapper of its own, so that one function may listen twice.
		const entry = (value: T) => listener(value)
		this.#listeners.add(entry)
		return { dispose: () => this.#listeners.delete(entry) }
	}

	fire(value: T): void {
		for (const listener of [...this.#listeners]) {
			try {
				listener(value)
			} catch (error) {
				queueMicrotask(() => {
					throw error
				})
			}
		}
	}

	dispose(): void {
		this.#listeners.clear()
	}
}
