import { damaged } from './archiveError.ts'
import { blockSize } from './tarEntry.ts'

/** A header block, as it stands. */
export interface Header {
	/** The type's letter. */
	readonly letter: string
	readonly name: string
	readonly linkName: string
	readonly mode: number
	readonly uid: number
	readonly gid: number
	readonly size: number
	readonly modified: number
	readonly userName: string
	readonly groupName: string
	readonly device: readonly [number, number]
}

/** Whether a block is the end mark. */
export function isZero(block: Buffer): boolean {
	return block.every((byte) => byte === 0)
}

/** Whether a block is a header: its checksum fits. */
export function isHeader(block: Buffer): boolean {
	if (block.length < blockSize) return false
	let unsigned = 0
	let signed = 0
	for (let index = 0; index < blockSize; index += 1) {
		// The checksum itself counts as spaces.
		const byte = index >= 148 && index < 156 ? 32 : (block[index] ?? 0)
		unsigned += byte
		signed += byte < 128 ? byte : byte - 256
	}
	const written = octal(block, 148, 8)
	// Some old writers added signed bytes.
	return written === unsigned || written === signed
}

/**
 * Reads a header block (POSIX.1-2001 ustar, GNU's numbers in base 256, v7).
 *
 * @throws {EngineError} `invalid` where a number can't be read.
 */
export function readHeader(block: Buffer): Header {
	const isPosix = block.toString('latin1', 257, 263) === 'ustar\0'
	const prefix = isPosix ? text(block, 345, 155) : ''
	const name = text(block, 0, 100)
	return {
		letter: String.fromCharCode(block[156] ?? 0),
		name: prefix === '' ? name : `${prefix}/${name}`,
		linkName: text(block, 157, 100),
		mode: readNumber(block, 100, 8),
		uid: readNumber(block, 108, 8),
		gid: readNumber(block, 116, 8),
		size: readNumber(block, 124, 12),
		modified: readNumber(block, 136, 12),
		userName: text(block, 265, 32),
		groupName: text(block, 297, 32),
		device: [readNumber(block, 329, 8), readNumber(block, 337, 8)],
	}
}

function text(block: Buffer, start: number, length: number): string {
	const end = block.indexOf(0, start)
	return block.toString('latin1', start, end === -1 || end > start + length ? start + length : end)
}

/**
 * A number in a header: octal digits, or GNU's base 256.
 *
 * @throws {EngineError} `invalid` where it can't be read.
 */
export function readNumber(block: Buffer, start: number, length: number): number {
	const first = block[start] ?? 0
	if (first < 128) {
		const value = octal(block, start, length)
		if (value === undefined) throw damaged('number in a header')
		return value
	}
	// GNU: base 256, two's complement, the highest bit set as the mark.
	let value = first & 0x40 ? (first & 0x7f) - 0x80 : first & 0x7f
	for (let index = start + 1; index < start + length; index += 1) value = value * 256 + (block[index] ?? 0)
	if (!Number.isSafeInteger(value)) throw damaged('number in a header')
	return value
}

function octal(block: Buffer, start: number, length: number): number | undefined {
	const [digits] = block.toString('latin1', start, start + length).split('\0')
	const trimmed = digits?.trim() ?? ''
	if (trimmed === '') return 0
	return /^[0-7]+$/.test(trimmed) ? Number.parseInt(trimmed, 8) : undefined
}
