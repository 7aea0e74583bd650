import { randomBytes } from 'node:crypto'
import { posix } from 'node:path'
import { EngineError } from '../../engine/errors.ts'
import { largest, type Access, type SaveOptions } from './access.ts'
import { pieceLength } from './prelude.ts'
import type { Session } from './session.ts'
import {
	hasLinks,
	parseCount,
	parseList,
	parseStat,
	helperPath,
	placeOf,
	quoted,
	type Count,
	type Entry,
	type Facts,
} from './shell.ts'

/** So many bytes are written with one script: as base64 they are half a megabyte. */
const writtenLength = 384 * 1024

/** The data of a volume through a shell that has it. */
export class ShellAccess implements Access {
	readonly session: Session

	constructor(session: Session) {
		this.session = session
	}

	get readOnly(): boolean {
		return this.session.readOnly
	}

	get ended(): boolean {
		return this.session.ended
	}

	async list(path: string): Promise<readonly Entry[]> {
		const folder = quoted(`${helperPath(path)}/`)
		const list = await this.session.run(`list_folder ${folder}`)
		return hasLinks(list) ? parseList(list, await this.session.run(`list_links ${folder}`)) : parseList(list)
	}

	async stat(path: string): Promise<Facts> {
		const facts = parseStat(await this.session.run(`stat_entry ${placeOf(path)}`))
		if (!facts) throw new EngineError('unexpected', 'The helper’s answer could not be read.')
		return facts
	}

	async read(path: string): Promise<Uint8Array> {
		const pieces: Buffer[] = []
		for await (const piece of this.pieces(path, largest)) pieces.push(piece)
		return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)
	}

	/** Content of a file as it comes, piece by piece, so that memory does not grow with it. */
	async *pieces(path: string, limit = Number.MAX_SAFE_INTEGER): AsyncGenerator<Buffer> {
		const place = placeOf(path)
		const first = await this.session.run(`read_file ${place} ${limit}`)
		const start = first.indexOf('\n') + 1
		const size = Number(first.subarray(0, start).toString('latin1'))
		yield first.subarray(start)
		const count = Math.ceil(size / pieceLength)
		for (let index = 1; index < count; index += 1) yield this.session.run(`read_piece ${place} ${index}`)
	}

	async save(path: string, content: Uint8Array, options: SaveOptions): Promise<void> {
		await this.saveFrom(path, pieces(content), options)
	}

	/** Replaces the content of a file by what comes, once all of it is there. */
	async saveFrom(
		path: string,
		content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
		{ create, overwrite }: SaveOptions,
	): Promise<void> {
		const temporary = temporaryName()
		const begin = `begin_save ${placeOf(path)} ${temporary} ${Number(create)} ${Number(overwrite)}`
		let length = 0
		const append = (piece: Uint8Array | undefined) => {
			length += piece?.length ?? 0
			return appended(`./${temporary}`, piece)
		}
		const source = asynchronous(content)
		const first = await source.next()
		const second = first.done ? first : await source.next()
		if (first.done || second.done) {
			const discard = `trap 'rm -f "./${temporary}"' EXIT`
			const lines = append(first.value)
			await this.session.run([begin, discard, ...lines, `finish_save ${temporary} ${length}`].join('\n'))
			return
		}
		// The folder in which the file really is, should the path lead over links.
		const found = await this.session.run(`${begin}\nprintf '%s\\0%s' "$PWD" "$name"`)
		const [folder = '', name = ''] = found.toString('utf8').split('\0')
		const held = `${folder}/${temporary}`
		const enter = `into ${quoted(`${folder}/`)}; name=${quoted(name)}`
		try {
			const send = (piece: Uint8Array) => this.session.run([enter, ...append(piece)].join('\n'), held)
			await send(first.value)
			await send(second.value)
			for await (const piece of source) await send(piece)
			await this.session.run(`${enter}\nfinish_save ${temporary} ${length}`, held)
		} catch (error) {
			await this.session.run(`rm -f ${quoted(held)} ${quoted(`${held}.old`)}`, held).catch(() => undefined)
			throw error
		}
	}

	async createFolder(path: string): Promise<void> {
		await this.session.run(`make_folder ${placeOf(path)}`)
	}

	async remove(path: string, { recursive }: { readonly recursive: boolean }): Promise<void> {
		await this.session.run(`remove_entry ${placeOf(path)} ${Number(recursive)}`)
	}

	async rename(from: string, to: string, { overwrite }: { readonly overwrite: boolean }): Promise<void> {
		await this.session.run(`move_entry ${placeOf(from)} ${placeOf(to)} ${Number(overwrite)} ${temporaryName()}`)
	}

	/**
	 * Copies with owners, modes and times.
	 *
	 * @param base Where the volume is mounted from which is copied.
	 */
	async copy(from: string, base: string, to: string, { overwrite }: { readonly overwrite: boolean }): Promise<void> {
		const temporary = temporaryName()
		const held = helperPath(posix.join(posix.dirname(to), temporary))
		await this.session.run(`copy_entry ${placeOf(from, base)} ${placeOf(to)} ${Number(overwrite)} ${temporary}`, held)
	}

	async count(path: string): Promise<Count> {
		return parseCount(await this.session.run(`count_entry ${placeOf(path)}`))
	}

	/** What a link says. */
	async linkTarget(path: string): Promise<string> {
		return (await this.session.run(`link_target ${placeOf(path)}`)).toString('utf8').slice(0, -1)
	}

	close(): Promise<void> {
		return this.session.close()
	}
}

/** A name for what is not complete yet. */
export function temporaryName(): string {
	return `.longshore-${randomBytes(6).toString('hex')}`
}

function* pieces(content: Uint8Array): Generator<Uint8Array> {
	for (let start = 0; start < content.length; start += writtenLength) {
		yield content.subarray(start, start + writtenLength)
	}
}

/** In pieces that a script can hold. */
async function* asynchronous(
	content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, undefined> {
	for await (const chunk of content) yield* pieces(chunk)
}

/** Lines that append bytes to a file. No line of base64 can look like the end of the here-document. */
export function appended(path: string, piece: Uint8Array | undefined): readonly string[] {
	if (!piece) return []
	const text = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('base64')
	return [`base64 -d <<'.' | cat >>${quoted(path)} || exit`, text, '.']
}
