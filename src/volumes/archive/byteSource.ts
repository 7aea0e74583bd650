import { invalid } from './archiveError.ts'

/** Bytes that come in pieces of any length, taken in pieces of a wanted length. */
export class ByteSource {
	readonly #pieces: AsyncIterator<Uint8Array>
	#rest: Buffer = Buffer.alloc(0)

	constructor(pieces: AsyncIterable<Uint8Array>) {
		this.#pieces = pieces[Symbol.asyncIterator]()
	}

	/**
	 * Exactly so many bytes; nothing where the source is at its end.
	 *
	 * @throws {EngineError} `invalid` where it ends in between.
	 */
	async exactly(length: number): Promise<Buffer | undefined> {
		if (this.#rest.length >= length) return this.#take(length)
		const pieces: Buffer[] = []
		let missing = length
		while (missing > 0) {
			if (this.#rest.length === 0 && !(await this.#more())) {
				if (missing === length) return undefined
				throw invalid({ kind: 'cutOff' })
			}
			const piece = this.#take(Math.min(missing, this.#rest.length))
			pieces.push(piece)
			missing -= piece.length
		}
		return Buffer.concat(pieces, length)
	}

	/**
	 * At least one byte, at most so many, as they come.
	 *
	 * @throws {EngineError} `invalid` at the end.
	 */
	async some(atMost: number): Promise<Buffer> {
		if (this.#rest.length === 0 && !(await this.#more())) throw invalid({ kind: 'cutOff' })
		return this.#take(Math.min(atMost, this.#rest.length))
	}

	/**
	 * So many bytes in pieces, as they come.
	 *
	 * @throws {EngineError} `invalid` where it ends before.
	 */
	async *pieces(length: number): AsyncGenerator<Buffer, void, undefined> {
		for (let left = length; left > 0;) {
			const piece = await this.some(left)
			left -= piece.length
			yield piece
		}
	}

	/** Reads to the end, so that a checksum that stands there is checked. */
	async drain(): Promise<void> {
		while (await this.#more());
	}

	/** Wants no more. */
	async close(): Promise<void> {
		await this.#pieces.return?.()
	}

	#take(length: number): Buffer {
		const taken = this.#rest.subarray(0, length)
		this.#rest = this.#rest.subarray(length)
		return taken
	}

	async #more(): Promise<boolean> {
		for (;;) {
			const { done, value } = await this.#pieces.next()
			if (done) return false
			if (value.length === 0) continue
			this.#rest = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
			return true
		}
	}
}
