import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { extract, type Extract, type Header } from 'tar-stream'
import { LayerIndex, normalized, type LayerEntry } from './layerIndex.ts'
import type { Spool } from './spool.ts'

/** An entry of a tar: its header, and its content as it comes. */
export type TarEntry = Extract extends AsyncIterable<infer Each> ? Each : never

/** The content of an entry. tar-stream says nothing of its chunks' type. */
export async function* chunksOf(entry: TarEntry): AsyncGenerator<Uint8Array, void, undefined> {
	for await (const chunk of entry) if (chunk instanceof Uint8Array) yield chunk
}

/**
 * Reads a layer's tar as it comes, compressed by gzip or zstd or not at all; the contents of its files go to the spool.
 *
 * @param head The first bytes, at least four, which `chunks` begin with too.
 */
export async function readLayer(
	chunks: AsyncIterable<Uint8Array>,
	head: Uint8Array,
	spool: Spool,
): Promise<LayerIndex> {
	const layer = new LayerIndex()
	const archive = extract()
	const decompress = decompressor(head)
	const source = Readable.from(chunks, { objectMode: false })
	const sent = decompress ? pipeline(source, decompress, archive) : pipeline(source, archive)
	const read = async () => {
		for await (const entry of archive) layer.add(await entryOf(entry, layer, spool))
	}
	await Promise.all([sent, read()])
	return layer
}

function decompressor(head: Uint8Array) {
	if (head[0] === 0x1f && head[1] === 0x8b) return createGunzip()
	return Buffer.from(head).readUInt32BE(0) === 0x28b52ffd ? createZstdDecompress() : undefined
}

async function entryOf(entry: TarEntry, layer: LayerIndex, spool: Spool): Promise<LayerEntry> {
	const { header } = entry
	const facts = {
		path: header.name,
		mode: (header.mode ?? 0) & 0o7777,
		uid: header.uid ?? 0,
		gid: header.gid ?? 0,
		modified: header.mtime?.getTime() ?? 0,
	}
	if (header.type === 'link') {
		// Another name for a file of the same layer: the same content.
		const same = layer.get(normalized(header.linkname ?? ''))
		entry.resume()
		return same ? { ...same, path: header.name } : { ...facts, ...nothing, kind: 'other' }
	}
	const kind = kindOf(header)
	if (kind !== 'file') {
		entry.resume()
		return { ...facts, ...nothing, kind, target: kind === 'link' ? (header.linkname ?? '') : undefined }
	}
	const offset = spool.position
	const hash = createHash('sha256')
	for await (const chunk of chunksOf(entry)) {
		hash.update(chunk)
		await spool.append(chunk)
	}
	return { ...facts, kind, size: spool.position - offset, target: undefined, offset, hash: hash.digest('hex') }
}

const nothing = { size: 0, target: undefined, hash: undefined, offset: undefined }

function kindOf({ type }: Header): 'file' | 'folder' | 'link' | 'other' {
	if (type === 'file' || type === 'contiguous-file') return 'file'
	if (type === 'directory') return 'folder'
	return type === 'symlink' ? 'link' : 'other'
}
