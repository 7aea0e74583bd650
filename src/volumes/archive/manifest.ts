import * as v from 'valibot'
import type { Labels } from '../../engine/records.ts'
import { invalid } from './archiveError.ts'
import { decodeFact, encodeFact, type Facts } from './fact.ts'
import { FactMap } from './factMap.ts'
import { toText, type TarEntry } from './tarEntry.ts'
import { fileEntry } from './tarWriter.ts'

/** What a backup says of the volume that it was made of. */
export interface BackupOrigin {
	readonly volume: string
	readonly driver: string
	/** Without passwords. */
	readonly options: Labels
	readonly labels: Labels
	readonly createdAt: Date
}

export interface Manifest {
	readonly origin: BackupOrigin
	readonly facts: Facts
}

/**
 * Name of the manifest, the last entry of a backup. It is told by its PAX record, so that a file of that name in a
 * volume is a file like any other.
 */
const manifestName = '.longshore-manifest.jsonl'
const mark = 'LONGSHORE.manifest'

export function isManifest(entry: TarEntry): boolean {
	return entry.records.has(mark)
}

/** The manifest as an entry with its content: JSON, a line for the origin and one for each fact. */
export function* manifestParts({ origin, facts }: Manifest): Generator<TarEntry | Buffer, void, undefined> {
	const lines = function* () {
		yield `${JSON.stringify({ longshore: 1, ...origin, createdAt: origin.createdAt.toISOString() })}\n`
		for (const [path, text] of facts) yield `${factLine(path, text)}\n`
	}
	// Made twice rather than kept: a volume can have millions of files.
	let size = 0
	for (const line of lines()) size += Buffer.byteLength(line)
	yield fileEntry(`./${manifestName}`, size, new Map([[mark, '1']]))
	for (const line of lines()) yield Buffer.from(line)
}

/** Takes up a manifest's content in pieces. */
export class ManifestReader {
	readonly #facts = new FactMap()
	#origin: BackupOrigin | undefined
	#rest: Buffer = Buffer.alloc(0)

	push(piece: Buffer): void {
		this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece])
		let start = 0
		for (let end = this.#rest.indexOf(10); end !== -1; end = this.#rest.indexOf(10, start)) {
			this.#line(this.#rest.toString('utf8', start, end))
			start = end + 1
		}
		this.#rest = this.#rest.subarray(start)
	}

	/** @throws {EngineError} `invalid` when it wasn't whole. */
	manifest(): Manifest {
		if (!this.#origin || this.#rest.length > 0) throw invalid({ kind: 'brokenManifest' })
		return { origin: this.#origin, facts: this.#facts }
	}

	#line(line: string): void {
		const json = parseJson(line)
		if (this.#origin) {
			const [path, text] = parseFactLine(json)
			this.#facts.set(path, text)
			return
		}
		const origin = v.safeParse(originSchema, json)
		if (!origin.success) throw invalid({ kind: 'brokenManifest' })
		const { longshore: _, ...rest } = origin.output
		this.#origin = rest
	}
}

const originSchema = v.object({
	longshore: v.literal(1),
	volume: v.string(),
	driver: v.string(),
	options: v.record(v.string(), v.string()),
	labels: v.record(v.string(), v.string()),
	createdAt: v.pipe(
		v.string(),
		v.transform((text) => new Date(text)),
	),
})

const bytes = v.union([v.string(), v.object({ base64: v.string() })])

const factSchema = v.object({
	path: bytes,
	type: v.picklist(['file', 'symbolicLink', 'characterDevice', 'blockDevice', 'directory', 'fifo']),
	mode: v.optional(v.string(), '0'),
	uid: v.number(),
	gid: v.number(),
	modified: v.number(),
	size: v.optional(v.number(), 0),
	sha256: v.optional(v.string(), ''),
	device: v.optional(v.string(), ''),
	attributes: v.optional(v.string(), ''),
	firstName: v.optional(bytes, ''),
	target: v.optional(bytes, ''),
})

function factLine(path: string, text: string): string {
	const fact = decodeFact(text)
	const { type, uid, gid, modified } = fact
	return JSON.stringify({
		path: writeBytes(path),
		type,
		...(type === 'symbolicLink' ? { target: writeBytes(fact.target) } : { mode: fact.mode.toString(8) }),
		uid,
		gid,
		modified,
		...(type === 'file' ? { size: fact.size, sha256: fact.digest } : {}),
		...(fact.device ? { device: fact.device } : {}),
		...(fact.attributes ? { attributes: fact.attributes } : {}),
		...(fact.firstName ? { firstName: writeBytes(fact.firstName) } : {}),
	})
}

function parseFactLine(json: unknown): readonly [path: string, text: string] {
	const parsed = v.safeParse(factSchema, json)
	if (!parsed.success) throw invalid({ kind: 'brokenManifest' })
	const { path, mode, sha256, firstName, target, ...rest } = parsed.output
	const fact = { ...rest, digest: sha256, mode: Number.parseInt(mode, 8) }
	return [readBytes(path), encodeFact({ ...fact, firstName: readBytes(firstName), target: readBytes(target) })]
}

/** JSON is Unicode; what isn't goes as base64. */
function writeBytes(latin1: string): string | { readonly base64: string } {
	const text = toText(latin1)
	const same = Buffer.from(text, 'utf8').toString('latin1') === latin1
	return same ? text : { base64: Buffer.from(latin1, 'latin1').toString('base64') }
}

function readBytes(written: string | { readonly base64: string }): string {
	return typeof written === 'string'
		? Buffer.from(written, 'utf8').toString('latin1')
		: Buffer.from(written.base64, 'base64').toString('latin1')
}

function parseJson(line: string): unknown {
	try {
		return JSON.parse(line)
	} catch (error) {
		throw invalid({ kind: 'brokenManifest' }, error)
	}
}
