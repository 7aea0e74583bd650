import { damaged, invalid, toArchiveError } from './archiveError.ts'
import { ByteSource } from './byteSource.ts'
import { blockSize, letters, type EntryType, type TarEntry, type TarPart } from './tarEntry.ts'
import { readSparse, sparseContent } from './tarSparse.ts'
import { isHeader, isZero, readHeader, type Header } from './tarHeader.ts'

const types: ReadonlyMap<string, EntryType> = new Map([
	...Object.entries(letters).map(([type, letter]) => [letter, type as EntryType] as const),
	// From before POSIX; and a file that wished to lie in one piece.
	['\0', 'file'],
	['7', 'file'],
	// GNU's old format of sparse files.
	['S', 'file'],
])

/** No header that goes before an entry is larger; what claims to be would only fill memory. */
const longest = 8 * 1024 * 1024

/** What headers before an entry say of it. */
interface Ahead {
	records: Map<string, string>
	name: string | undefined
	linkName: string | undefined
}

/**
 * Reads a tar archive as it comes (POSIX.1-2001 with PAX headers, GNU's long names and sparse files, v7): each entry, then its content
 * in pieces. Nothing is kept.
 *
 * @throws {EngineError} `invalid` when it is no such archive, is damaged or cut off; what the source throws.
 */
export async function* readTar(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<TarPart, void, undefined> {
	const source = new ByteSource(pieces)
	const common = new Map<string, string>()
	let ahead: Ahead = { records: new Map(), name: undefined, linkName: undefined }
	let isFirst = true
	try {
		for (;;) {
			const block = await source.exactly(blockSize)
			// Every writer ends with a block of zeros.
			if (!block) throw invalid({ kind: isFirst ? 'empty' : 'cutOff' })
			if (isZero(block)) break
			if (!isHeader(block)) throw isFirst ? invalid({ kind: 'notArchive' }) : damaged('checksum of a header')
			isFirst = false
			const header = readHeader(block)
			if ('xgLKV'.includes(header.letter)) {
				const content = await whole(source, header.size)
				if (header.letter === 'x') ahead.records = parseRecords(content)
				else if (header.letter === 'g') for (const [key, value] of parseRecords(content)) common.set(key, value)
				else if (header.letter === 'L') ahead.name = untilZero(content)
				else if (header.letter === 'K') ahead.linkName = untilZero(content)
				continue
			}
			const records = new Map([...common, ...ahead.records])
			const plain = toEntry(header, ahead, records)
			ahead = { records: new Map(), name: undefined, linkName: undefined }
			const sparse = await readSparse(source, { block, header, stored: plain.size }, records)
			if (sparse) {
				yield { ...plain, name: sparse.name ?? plain.name, size: sparse.size }
				yield* sparseContent(source, sparse)
			} else {
				yield plain
				yield* source.pieces(plain.size)
			}
			await skipPadding(source, plain.size)
		}
		await source.drain()
	} catch (error) {
		throw toArchiveError(error)
	} finally {
		await source.close()
	}
}

/** Whether a part is an entry, not content. */
export function isEntry(part: TarPart): part is TarEntry {
	return !Buffer.isBuffer(part)
}

async function whole(source: ByteSource, size: number): Promise<Buffer> {
	if (size > longest) throw damaged('size of a header')
	const content = size === 0 ? Buffer.alloc(0) : await source.exactly(size)
	if (!content) throw invalid({ kind: 'cutOff' })
	await skipPadding(source, size)
	return content
}

async function skipPadding(source: ByteSource, size: number): Promise<void> {
	const padding = (blockSize - (size % blockSize)) % blockSize
	if (padding > 0 && !(await source.exactly(padding))) throw invalid({ kind: 'cutOff' })
}

/** `length key=value\n`, one after the other. */
function parseRecords(content: Buffer): Map<string, string> {
	const records = new Map<string, string>()
	let at = 0
	while (at < content.length) {
		const space = content.indexOf(0x20, at)
		const length = Number(content.toString('latin1', at, space))
		const equals = content.indexOf(0x3d, space)
		if (space === -1 || equals === -1 || !Number.isInteger(length) || length <= 0 || at + length > content.length) {
			throw damaged('PAX header')
		}
		records.set(content.toString('latin1', space + 1, equals), content.toString('latin1', equals + 1, at + length - 1))
		at += length
	}
	return records
}

function untilZero(content: Buffer): string {
	const end = content.indexOf(0)
	return content.toString('latin1', 0, end === -1 ? content.length : end)
}

/** Takes what it reads out of the records. */
function toEntry(header: Header, ahead: Ahead, records: Map<string, string>): TarEntry {
	const take = (key: string) => {
		const value = records.get(key)
		records.delete(key)
		return value
	}
	const taken = (key: string, otherwise: number) => {
		const value = take(key)
		return value === undefined ? otherwise : natural(value)
	}
	const name = take('path') ?? ahead.name ?? header.name
	const isOldFolder = (header.letter === '0' || header.letter === '\0') && name.endsWith('/')
	const type = isOldFolder ? 'directory' : types.get(header.letter)
	if (!type) throw invalid({ kind: 'entryKind', letter: header.letter })
	const size = taken('size', header.size)
	return {
		name,
		type,
		mode: header.mode & 0o7777,
		uid: taken('uid', header.uid),
		gid: taken('gid', header.gid),
		// Links and folders have no content, whatever stands there.
		size: type === 'file' ? size : 0,
		modified: time(take('mtime') ?? String(header.modified)),
		linkName: take('linkpath') ?? ahead.linkName ?? header.linkName,
		userName: take('uname') ?? header.userName,
		groupName: take('gname') ?? header.groupName,
		device: header.device,
		records,
	}
}

function natural(value: string): number {
	const number = Number(value)
	if (/^\d+$/.test(value) && Number.isSafeInteger(number)) return number
	throw damaged('number in a PAX header')
}

function time(value: string): string {
	if (/^-?\d+(\.\d*)?$/.test(value)) return value
	throw damaged('time in a PAX header')
}
