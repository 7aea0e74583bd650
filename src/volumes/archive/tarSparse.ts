import { damaged, invalid } from './archiveError.ts'
import type { ByteSource } from './byteSource.ts'
import { blockSize } from './tarEntry.ts'
import { readNumber, type Header } from './tarHeader.ts'

/** Where a file has content; all else of it is zeros. */
export interface SparseFile {
	/** Of the file; bytes. */
	readonly size: number
	/** What the archive holds of it, the map included where it stands there; bytes. */
	readonly stored: number
	/** Undefined where the entry itself tells it. */
	readonly name: string | undefined
	readonly segments: readonly Segment[]
}

interface Segment {
	readonly offset: number
	readonly length: number
}

/** A map with more of them is damaged, or made to fill memory. */
const mostSegments = 300_000

/**
 * Reads where a sparse file has content, as GNU tar writes it (“Storing Sparse Files” in its manual): its old format, and
 * PAX 0.1 and 1.0. Takes what says so out of the records.
 *
 * @param block The header's block.
 * @param stored What the archive holds of the entry; bytes.
 * @returns Nothing where the file isn't sparse.
 * @throws {EngineError} `invalid` where the map is damaged, or of PAX 0.0.
 */
export async function readSparse(
	source: ByteSource,
	{ block, header, stored }: { readonly block: Buffer; readonly header: Header; readonly stored: number },
	records: Map<string, string>,
): Promise<SparseFile | undefined> {
	const told = new Map([...records].filter(([key]) => key.startsWith('GNU.sparse.')))
	for (const key of told.keys()) records.delete(key)
	if (header.letter === 'S') {
		const segments = await oldSegments(source, block)
		return checked({ size: readNumber(block, 483, 12), stored, name: undefined, segments }, stored)
	}
	if (told.size === 0) return undefined
	const name = told.get('GNU.sparse.name')
	const map = told.get('GNU.sparse.map')
	if (map !== undefined) {
		const segments = pairs(map.split(','))
		return checked({ size: natural(told.get('GNU.sparse.size')), stored, name, segments }, stored)
	}
	if (told.get('GNU.sparse.major') !== '1') throw invalid({ kind: 'sparse' })
	const { segments, length } = await segmentsAhead(source)
	const size = natural(told.get('GNU.sparse.realsize'))
	return checked({ size, stored, name, segments }, stored - length)
}

/** A sparse file's content, in pieces. */
export async function* sparseContent(
	source: ByteSource,
	{ size, segments }: SparseFile,
): AsyncGenerator<Buffer, void, undefined> {
	let at = 0
	for (const { offset, length } of segments) {
		yield* zeros(offset - at)
		yield* source.pieces(length)
		at = offset + length
	}
	yield* zeros(size - at)
}

const nothing = Buffer.alloc(64 * 1024)

function* zeros(length: number): Generator<Buffer, void, undefined> {
	for (let left = length; left > 0; left -= nothing.length) yield nothing.subarray(0, Math.min(left, nothing.length))
}

/** The old format: four in the header, and more in blocks that follow it. */
async function oldSegments(source: ByteSource, block: Buffer): Promise<readonly Segment[]> {
	const segments = tableIn(block, 386, 4)
	let goesOn = block[482] === 1
	while (goesOn) {
		const more = await source.exactly(blockSize)
		if (!more) throw invalid({ kind: 'cutOff' })
		segments.push(...tableIn(more, 0, 21))
		if (segments.length > mostSegments) throw damaged('map of a sparse file')
		goesOn = more[504] === 1
	}
	return segments
}

function tableIn(block: Buffer, start: number, count: number): Segment[] {
	const segments: Segment[] = []
	for (let at = start; at < start + count * 24 && block[at + 12] !== 0; at += 24) {
		segments.push({ offset: readNumber(block, at, 12), length: readNumber(block, at + 12, 12) })
	}
	return segments
}

/** PAX 1.0: how many there are, then their numbers, a line for each, in blocks before the content. */
async function segmentsAhead(
	source: ByteSource,
): Promise<{ readonly segments: readonly Segment[]; readonly length: number }> {
	const blocks: string[] = []
	let lines = 0
	let wanted: number | undefined
	while (wanted === undefined || lines < wanted) {
		const block = (await source.exactly(blockSize))?.toString('latin1')
		if (block === undefined) throw invalid({ kind: 'cutOff' })
		blocks.push(block)
		lines += block.split('\n').length - 1
		if (wanted === undefined) {
			const count = natural(block.split('\n', 1)[0])
			if (count > mostSegments) throw damaged('map of a sparse file')
			wanted = 1 + 2 * count
		}
	}
	const numbers = blocks.join('').split('\n').slice(1, wanted)
	return { segments: pairs(numbers), length: blocks.length * blockSize }
}

function pairs(numbers: readonly string[]): readonly Segment[] {
	const segments: Segment[] = []
	for (let at = 0; at < numbers.length; at += 2) {
		segments.push({ offset: natural(numbers[at]), length: natural(numbers[at + 1]) })
	}
	return segments
}

function natural(text: string | undefined): number {
	const number = Number(text)
	if (text !== undefined && /^\d+$/.test(text) && Number.isSafeInteger(number)) return number
	throw damaged('map of a sparse file')
}

/** Segments follow each other within the file, and hold what the archive holds. */
function checked(file: SparseFile, content: number): SparseFile {
	let end = 0
	let held = 0
	for (const { offset, length } of file.segments) {
		if (offset < end) throw damaged('map of a sparse file')
		end = offset + length
		held += length
	}
	if (end > file.size || held !== content) throw damaged('map of a sparse file')
	return file
}
