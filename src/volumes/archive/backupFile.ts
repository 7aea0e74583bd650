import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as zlib from 'node:zlib'
import { EngineError } from '../../engine/errors.ts'
import { ArchiveError, invalid, toArchiveError } from './archiveError.ts'
import { blockSize } from './tarEntry.ts'
import { isHeader } from './tarHeader.ts'

export type Compression = 'none' | 'gzip' | 'zstd'

/** File name endings, the usual one first. */
export const endings: Readonly<Record<Compression, readonly [string, ...string[]]>> = {
	zstd: ['.tar.zst', '.tzst'],
	gzip: ['.tar.gz', '.tgz'],
	none: ['.tar'],
}

/** The compression that a file's name asks for. */
export function compressionOf(path: string): Compression | undefined {
	const name = path.toLowerCase()
	const found = Object.entries(endings).find(([, all]) => all.some((ending) => name.endsWith(ending)))
	return found?.[0] as Compression | undefined
}

/** What a file's name ends in until it is whole. */
export const partEnding = '.part'

/** An archive's file and how it is compressed. */
export interface BackupFile {
	readonly path: string
	readonly compression: Compression
}

/** The file for a name that somebody chose: its ending says how it is compressed; one that says nothing gets one. */
export function namedBackupFile(path: string, otherwise: Compression): BackupFile {
	const compression = compressionOf(path)
	if (compression !== undefined) return { path, compression }
	return { path: path.replace(/\.(?:zst|gz)$/i, '') + endings[otherwise][0], compression: otherwise }
}

/** Whether this VS Code's Node can write and read zstd (from 22.15). */
export function hasZstd(): boolean {
	return typeof zlib.createZstdCompress === 'function'
}

/**
 * Writes a file so that it is there as a whole or not at all: under a name of its own until it is complete.
 *
 * @throws {EngineError} `noSpace`, `denied`, `cancelled`; whatever the pieces throw. Nothing is left then.
 */
export async function writeWhole(
	path: string,
	pieces: AsyncIterable<Buffer>,
	compression: Compression,
	signal: AbortSignal,
): Promise<void> {
	const part = path + partEnding
	try {
		const file = createWriteStream(part, { mode: 0o600, highWaterMark: 1024 * 1024, flush: true })
		const compressor = compressorFor(compression)
		const source = Readable.from(pieces)
		await (compressor ? pipeline(source, compressor, file, { signal }) : pipeline(source, file, { signal }))
		signal.throwIfAborted()
		await rename(part, path)
	} catch (error) {
		await rm(part, { force: true })
		throw signal.aborted ? new EngineError('cancelled', 'Cancelled.', { cause: error }) : toArchiveError(error)
	}
}

/**
 * Reads an archive's bytes, uncompressed, whatever the file is called.
 *
 * @param reportFraction How much of the file has been read, 0 to 1.
 * @throws {EngineError} `invalid` when it is no archive, cut off or damaged; `notFound` when there is no such file.
 */
export async function* readPieces(
	path: string,
	signal: AbortSignal,
	reportFraction: (fraction: number) => void = () => undefined,
): AsyncGenerator<Buffer, void, undefined> {
	const { decompressor, size } = await recognise(path)
	const file = createReadStream(path, { highWaterMark: 1024 * 1024, signal })
	const counted = async function* (source: AsyncIterable<Buffer>) {
		let read = 0
		for await (const piece of source) {
			read += piece.length
			reportFraction(read / size)
			yield piece
		}
	}
	if (!decompressor) {
		yield* counted(file)
		return
	}
	const failed = pipeline(file, counted, decompressor, { signal })
	// Told by the iteration below.
	failed.catch(() => undefined)
	for await (const piece of decompressor as AsyncIterable<Buffer>) yield piece
	await failed
}

async function recognise(path: string): Promise<{ decompressor: Transform | undefined; size: number }> {
	const { size } = await statOf(path)
	if (size === 0) throw invalid({ kind: 'empty' })
	const start = Buffer.alloc(blockSize)
	await using file = await open(path)
	const { bytesRead } = await file.read(start, 0, blockSize, 0)
	const begins = (...bytes: number[]) => bytes.every((byte, index) => start[index] === byte)
	if (begins(0x1f, 0x8b)) return { decompressor: zlib.createGunzip({ chunkSize: 256 * 1024 }), size }
	if (begins(0x28, 0xb5, 0x2f, 0xfd)) {
		if (!hasZstd()) throw new ArchiveError('unsupported', { kind: 'zstdMissing' })
		return { decompressor: zlib.createZstdDecompress({ chunkSize: 256 * 1024 }), size }
	}
	const other = begins(0x42, 0x5a, 0x68) ? 'bzip2' : begins(0xfd, 0x37, 0x7a, 0x58, 0x5a) ? 'xz' : undefined
	if (other) throw new ArchiveError('unsupported', { kind: 'otherCompression', name: other })
	const isEmptyArchive = start.every((byte) => byte === 0)
	if (bytesRead < blockSize || !(isHeader(start) || isEmptyArchive)) throw invalid({ kind: 'notArchive' })
	return { decompressor: undefined, size }
}

async function statOf(path: string) {
	try {
		return await stat(path)
	} catch (error) {
		throw new ArchiveError('notFound', { kind: 'noFile', path }, error)
	}
}

function compressorFor(compression: Compression): Transform | undefined {
	switch (compression) {
		case 'none':
			return undefined
		case 'gzip':
			return zlib.createGzip({ chunkSize: 256 * 1024 })
		case 'zstd': {
			if (!hasZstd()) throw new ArchiveError('unsupported', { kind: 'zstdMissing' })
			const { ZSTD_c_compressionLevel, ZSTD_c_checksumFlag } = zlib.constants
			// No ZSTD_c_nbWorkers: Node ends the stream before the workers have (tried with Node 24), and data is lost.
			return zlib.createZstdCompress({
				chunkSize: 256 * 1024,
				params: { [ZSTD_c_compressionLevel]: 1, [ZSTD_c_checksumFlag]: 1 },
			})
		}
	}
}
