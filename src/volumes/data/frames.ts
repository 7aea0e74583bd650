const headerLength = 8

/**
 * Takes apart what an attached container without a terminal writes: frames of standard output (1) and error (2);
 * `POST /containers/{id}/attach`, "Stream format".
 */
export class FrameReader {
	readonly #take: (channel: number, payload: Buffer) => void
	#rest: Buffer = Buffer.alloc(0)

	constructor(take: (channel: number, payload: Buffer) => void) {
		this.#take = take
	}

	push(chunk: Buffer): void {
		let rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
		while (rest.length >= headerLength) {
			const length = rest.readUInt32BE(4)
			if (rest.length < headerLength + length) break
			this.#take(rest.readUInt8(0), rest.subarray(headerLength, headerLength + length))
			rest = rest.subarray(headerLength + length)
		}
		this.#rest = rest
	}
}
