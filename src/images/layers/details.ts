import type { Engine } from '../../engine/engine.ts'
import type { ImageDetails } from './history.ts'

/** What doesn't change while an image exists, asked for once, when it is first shown. */
export class DetailsShelf {
	readonly #connected: () => Promise<Engine>
	readonly #asked = new Map<string, Promise<ImageDetails>>()
	readonly #known = new Map<string, ImageDetails>()

	constructor(connected: () => Promise<Engine>) {
		this.#connected = connected
	}

	/** What was asked for before. */
	known(imageId: string): ImageDetails | undefined {
		return this.#known.get(imageId)
	}

	/** @throws {EngineError} */
	of(imageId: string): Promise<ImageDetails> {
		let asked = this.#asked.get(imageId)
		if (!asked) {
			asked = this.#ask(imageId)
			this.#asked.set(imageId, asked)
		}
		return asked
	}

	/** Images that are gone. */
	forget(imageId: string): void {
		this.#asked.delete(imageId)
		this.#known.delete(imageId)
	}

	async #ask(imageId: string): Promise<ImageDetails> {
		try {
			const { imageDetails } = await import('./operations.ts')
			const details = await imageDetails(await this.#connected(), imageId)
			this.#known.set(imageId, details)
			return details
		} catch (error) {
			this.#asked.delete(imageId)
			throw error
		}
	}
}
