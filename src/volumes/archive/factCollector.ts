import { createHash, hash as hashOf, type Hash } from 'node:crypto'
import { invalid } from './archiveError.ts'
import { decodeFact, encodeFact, factOf, type Facts } from './fact.ts'
import { FactMap } from './factMap.ts'
import { toText, type TarEntry, type TarPart } from './tarEntry.ts'
import { isEntry } from './tarReader.ts'

/** How much has gone by. */
export interface Amount {
	readonly entries: number
	/** Of content. */
	readonly bytes: number
}

const digestOfNothing = hashOf('sha256', '')

/** Collects the facts of entries that go by; keeps no content. */
export class FactCollector {
	readonly #facts = new FactMap()
	/** A hard link's path, and the path of the entry that it is a link to. */
	readonly #links = new Map<string, string>()
	#entries = 0
	#bytes = 0
	#file: { readonly entry: TarEntry; digest: string | undefined; hash: Hash | undefined } | undefined

	get amount(): Amount {
		return { entries: this.#entries, bytes: this.#bytes }
	}

	/** Passes parts on as they are, and takes their facts; names are paths within the volume. */
	async *passing(parts: AsyncIterable<TarPart>): AsyncGenerator<TarPart, void, undefined> {
		for await (const part of parts) {
			if (isEntry(part)) this.#take(part)
			else {
				this.#bytes += part.length
				this.#hash(part)
			}
			yield part
		}
		this.#endFile()
	}

	/**
	 * The facts, when all has gone by.
	 *
	 * @throws {EngineError} `invalid` when a hard link leads to nothing.
	 */
	facts(): Facts {
		const groups = new Map<string, string[]>()
		for (const link of this.#links.keys()) {
			const file = this.#fileOf(link)
			const names = groups.get(file)
			if (names) names.push(link)
			else groups.set(file, [file, link])
		}
		for (const [file, names] of groups) {
			// The order in which links come differs from writer to writer; the first by name doesn't.
			const firstName = names.reduce((first, name) => (name < first ? name : first))
			const fact = encodeFact({ ...decodeFact(this.#facts.get(file) ?? ''), firstName })
			for (const name of names) this.#facts.set(name, fact)
		}
		this.#links.clear()
		return this.#facts
	}

	#take(entry: TarEntry): void {
		this.#endFile()
		this.#entries += 1
		// A path that comes twice: the later one counts, as when it is unpacked.
		this.#facts.delete(entry.name)
		this.#links.delete(entry.name)
		if (entry.type === 'hardLink') this.#links.set(entry.name, entry.linkName)
		else if (entry.type === 'file') this.#file = { entry, digest: undefined, hash: undefined }
		else this.#facts.set(entry.name, encodeFact(factOf(entry, '')))
	}

	#endFile(): void {
		if (!this.#file) return
		const { entry, digest, hash } = this.#file
		this.#file = undefined
		this.#facts.set(entry.name, encodeFact(factOf(entry, digest ?? hash?.digest('hex') ?? digestOfNothing)))
	}

	#hash(part: Buffer): void {
		if (!this.#file) return
		// Most files come in one piece; an object for each would wait for the garbage collector.
		if (part.length === this.#file.entry.size) this.#file.digest = hashOf('sha256', part)
		else (this.#file.hash ??= createHash('sha256')).update(part)
	}

	#fileOf(link: string): string {
		let file = link
		for (let hops = 0; hops <= this.#links.size; hops += 1) {
			const target = this.#links.get(file)
			if (target === undefined) break
			file = target
		}
		if (this.#facts.has(file) && !this.#links.has(file)) return file
		throw invalid({ kind: 'linkToNothing', path: toText(link) })
	}
}
