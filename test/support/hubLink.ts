import { Transform } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'

/** A link of limited speed that every stream over it shares. */
export class HubLink {
	readonly #bytesPerSecond: number
	/** On the clock of `performance.now()`, in ms. */
	#freeAt = 0

	constructor(bytesPerSecond: number) {
		this.#bytesPerSecond = bytesPerSecond
	}

	/** One more stream over this link. */
	station(): Transform {
		return new Transform({
			transform: (chunk: Buffer, _encoding, done) => {
				const now = performance.now()
				this.#freeAt = Math.max(now, this.#freeAt) + (chunk.length / this.#bytesPerSecond) * 1000
				void delay(this.#freeAt - now).then(() => done(null, chunk))
			},
		})
	}
}

/** A station that passes so many bytes and breaks at the next one. */
export function cutAfter(bytes: number, onCut: () => void): Transform {
	let left = bytes
	return new Transform({
		transform(chunk: Buffer, _encoding, done) {
			if (chunk.length <= left) {
				left -= chunk.length
				done(null, chunk)
				return
			}
			onCut()
			done(new Error('The upload was cut on purpose'))
		},
	})
}
