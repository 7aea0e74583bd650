import type { Facts } from './fact.ts'

/** Bytes that are asked of the system at once. */
const chunkSize = 2 ** 20
/** Bytes of a text's length before it. */
const prefix = 4

/**
 * Facts by path. Their texts are kept outside of V8's heap: that grows to several times what has to stay in it while so
 * much else comes and goes.
 */
export class FactMap implements Facts {
	/** Which chunk, and where in it, as one number. */
	readonly #places = new Map<string, number>()
	readonly #chunks: Buffer[] = []
	/** Where the last chunk is free. */
	#free = chunkSize

	get size(): number {
		return this.#places.size
	}

	set(path: string, text: string): void {
		const length = prefix + text.length
		if (this.#free + length > chunkSize) {
			this.#chunks.push(Buffer.allocUnsafeSlow(Math.max(chunkSize, length)))
			this.#free = 0
		}
		const chunk = this.#chunks.at(-1)
		chunk?.writeUInt32LE(text.length, this.#free)
		chunk?.write(text, this.#free + prefix, 'latin1')
		this.#places.set(path, (this.#chunks.length - 1) * chunkSize + this.#free)
		this.#free += length
	}

	get(path: string): string | undefined {
		const place = this.#places.get(path)
		return place === undefined ? undefined : this.#read(place)
	}

	has(path: string): boolean {
		return this.#places.has(path)
	}

	/** Its text stays until all of them go: a path comes twice only in odd archives. */
	delete(path: string): void {
		this.#places.delete(path)
	}

	keys(): Iterable<string> {
		return this.#places.keys()
	}

	*[Symbol.iterator](): Generator<readonly [path: string, text: string], void, undefined> {
		for (const [path, place] of this.#places) yield [path, this.#read(place)]
	}

	#read(place: number): string {
		const at = place % chunkSize
		const chunk = this.#chunks[Math.floor(place / chunkSize)]
		if (!chunk) throw new RangeError(`Nothing lies at ${place}.`)
		return chunk.toString('latin1', at + prefix, at + prefix + chunk.readUInt32LE(at))
	}
}
