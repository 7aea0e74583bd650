import { isEntry } from './tarReader.ts'
import { blockSize, letters, type TarEntry, type TarPart } from './tarEntry.ts'

const zeros = Buffer.alloc(blockSize)

/** Greatest number that fits into 7 and into 11 octal digits. */
const greatest7 = 0o7777777
const greatest11 = 0o77777777777

/** An entry for a file that the code itself makes. */
export function fileEntry(name: string, size: number, records: ReadonlyMap<string, string>): TarEntry {
	return {
		name,
		type: 'file',
		mode: 0o644,
		uid: 0,
		gid: 0,
		size,
		modified: String(Math.floor(Date.now() / 1000)),
		linkName: '',
		userName: '',
		groupName: '',
		device: [0, 0],
		records,
	}
}

/** Writes an archive of these parts, with its end mark (POSIX.1-2001, PAX headers where ustar can't say it). */
export async function* writeTar(parts: AsyncIterable<TarPart>): AsyncGenerator<Buffer, void, undefined> {
	let padding = 0
	for await (const part of parts) {
		if (!isEntry(part)) {
			yield part
			continue
		}
		if (padding > 0) yield zeros.subarray(0, padding)
		yield encodeEntry(part)
		padding = paddingOf(part.size)
	}
	yield Buffer.alloc(padding + 2 * blockSize)
}

/** Gathers small pieces into larger ones: each piece that is compressed or sent costs as much as many bytes. */
export async function* gathered(
	pieces: AsyncIterable<Buffer>,
	size = 64 * 1024,
): AsyncGenerator<Buffer, void, undefined> {
	let waiting: Buffer[] = []
	let length = 0
	for await (const piece of pieces) {
		waiting.push(piece)
		length += piece.length
		if (length < size) continue
		// What comes in large pieces, as large files do, isn't copied.
		yield waiting.length === 1 ? piece : Buffer.concat(waiting, length)
		waiting = []
		length = 0
	}
	if (length > 0) yield Buffer.concat(waiting, length)
}

/** Header blocks of an entry. */
export function encodeEntry(entry: TarEntry): Buffer {
	const records = new Map(entry.records)
	const name = entry.type === 'directory' && !entry.name.endsWith('/') ? `${entry.name}/` : entry.name
	const fits = (text: string, longest: number) => text.length <= longest && /^[\x20-\x7e]*$/.test(text)
	if (!fits(name, 100)) records.set('path', name)
	if (!fits(entry.linkName, 100)) records.set('linkpath', entry.linkName)
	if (!fits(entry.userName, 31)) records.set('uname', entry.userName)
	if (!fits(entry.groupName, 31)) records.set('gname', entry.groupName)
	if (entry.size > greatest11) records.set('size', String(entry.size))
	if (entry.uid > greatest7) records.set('uid', String(entry.uid))
	if (entry.gid > greatest7) records.set('gid', String(entry.gid))
	const modified = Number(entry.modified)
	if (!Number.isInteger(modified) || modified < 0 || modified > greatest11) records.set('mtime', entry.modified)
	const block = encodeBlock({ ...entry, name }, letters[entry.type])
	if (records.size === 0) return block
	const content = Buffer.concat([...records].map(([key, value]) => encodeRecord(key, value)))
	const base = name.replaceAll(/[^\x20-\x7e]/g, '_').slice(0, 80)
	const before = encodeBlock({ ...fileEntry(`PaxHeaders/${base}`, content.length, new Map()), modified: '0' }, 'x')
	return Buffer.concat([before, content, Buffer.alloc(paddingOf(content.length)), block])
}

function paddingOf(size: number): number {
	return (blockSize - (size % blockSize)) % blockSize
}

function encodeRecord(key: string, value: string): Buffer {
	const rest = ` ${key}=${value}\n`
	let length = rest.length
	// The length counts its own digits.
	while (String(length).length + rest.length !== length) length = String(length).length + rest.length
	return Buffer.from(`${length}${rest}`, 'latin1')
}

function encodeBlock(entry: TarEntry, letter: string): Buffer {
	// Out of Node's pool, which Buffer.alloc isn't: many small files would leave as many allocations behind.
	const block = Buffer.allocUnsafe(blockSize).fill(0)
	const text = (value: string, start: number, length: number) => block.write(value.slice(0, length), start, 'latin1')
	const octal = (value: number, start: number, digits: number) =>
		block.write(value.toString(8).padStart(digits, '0'), start, 'latin1')
	const within = (value: number, greatest: number) => (value >= 0 && value <= greatest ? Math.floor(value) : 0)
	text(entry.name, 0, 100)
	octal(entry.mode, 100, 7)
	octal(within(entry.uid, greatest7), 108, 7)
	octal(within(entry.gid, greatest7), 116, 7)
	octal(within(entry.size, greatest11), 124, 11)
	octal(within(Number(entry.modified), greatest11), 136, 11)
	text(letter, 156, 1)
	text(entry.linkName, 157, 100)
	text('ustar\x0000', 257, 8)
	text(entry.userName, 265, 31)
	text(entry.groupName, 297, 31)
	octal(within(entry.device[0], greatest7), 329, 7)
	octal(within(entry.device[1], greatest7), 337, 7)
	block.fill(' ', 148, 156)
	const sum = block.reduce((total, byte) => total + byte, 0)
	block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
	return block
}
