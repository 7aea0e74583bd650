import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { extract } from 'tar-stream'
import { LayerIndex, normalized } from './layerIndex.ts'
import { chunksOf, readLayer, type TarEntry } from './layerTar.ts'
import { manifestOf } from './manifest.ts'
import type { Spool } from './spool.ts'

/** What `GET /images/{name}/get` holds, read once. */
export interface ImageArchive {
	/** The image's configuration as it stands in the archive (OCI Image Specification, "Image Configuration"). */
	readonly config: unknown
	/** The lowest first. */
	readonly layers: readonly LayerIndex[]
}

/** JSON files of an archive are small; what is larger is something else. */
const largestJson = 16 * 1024 * 1024

/**
 * Reads an image's archive as it comes: the layout that docker always had (`manifest.json`, `<id>/layer.tar`) and OCI's
 * (`index.json`, `blobs/sha256/…`), whose layers may be compressed. The contents of files go to the spool; what is kept
 * in memory is one record for each path.
 *
 * @param report Told how many bytes of the archive have been read.
 * @throws {EngineError} `unexpected` when it is no such archive.
 */
export async function readArchive(
	stream: Readable,
	spool: Spool,
	signal: AbortSignal,
	report: (bytes: number) => void,
): Promise<ImageArchive> {
	const documents = new Map<string, unknown>()
	const layers = new Map<string, LayerIndex>()
	const aliases = new Map<string, string>()
	const archive = extract()
	let bytes = 0
	stream.on('data', (chunk: Uint8Array) => report((bytes += chunk.length)))
	const sent = pipeline(stream, archive, { signal })
	const read = async () => {
		for await (const entry of archive) {
			const name = normalized(entry.header.name)
			if (entry.header.type === 'symlink') {
				// Two layers of the same content: the second leads to the first.
				aliases.set(name, resolved(name, entry.header.linkname ?? ''))
			} else if (entry.header.type === 'file' && (entry.header.size ?? 0) > 0) {
				await readFile(entry, name, { documents, layers, spool })
			}
			entry.resume()
		}
	}
	await Promise.all([sent, read()])
	await spool.finish()
	const manifest = manifestOf(documents)
	return {
		config: documents.get(manifest.config),
		// An empty layer may be left out.
		layers: manifest.layers.map((name) => layers.get(aliases.get(name) ?? name) ?? new LayerIndex()),
	}
}

interface Found {
	readonly documents: Map<string, unknown>
	readonly layers: Map<string, LayerIndex>
	readonly spool: Spool
}

async function readFile(entry: TarEntry, name: string, { documents, layers, spool }: Found): Promise<void> {
	const chunks = chunksOf(entry)
	let head = Buffer.alloc(0)
	while (head.length < 4) {
		const next = await chunks.next()
		if (next.done) break
		head = Buffer.concat([head, next.value])
	}
	async function* whole() {
		yield head
		yield* chunks
	}
	if (isJson(head, name)) {
		const text = await textOf(whole())
		if (text !== undefined) documents.set(name, text)
	} else if (!/(?:^|\/)(?:VERSION|repositories|oci-layout)$/.test(name)) {
		layers.set(name, await readLayer(whole(), head, spool))
	}
}

/** Blobs have no names that say what they are. A tar begins with a file's name. */
function isJson(head: Buffer, name: string): boolean {
	return /\.json$|(?:^|\/)json$/.test(name) || /^\{[\s"]/.test(head.toString('latin1'))
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<unknown> {
	const parts: Uint8Array[] = []
	let size = 0
	for await (const chunk of chunks) {
		size += chunk.length
		if (size <= largestJson) parts.push(chunk)
	}
	try {
		return JSON.parse(Buffer.concat(parts).toString('utf8'))
	} catch {
		return undefined
	}
}

function resolved(from: string, target: string): string {
	return new URL(target, `file:///${from}`).pathname.slice(1)
}
