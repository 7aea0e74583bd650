import type Dockerode from 'dockerode'
import { posix } from 'node:path'
import { Readable } from 'node:stream'
import * as v from 'valibot'
import { decode } from '../../engine/decode.ts'
import type { Engine } from '../../engine/engine.ts'
import { removeHelper, showsLabel } from '../../engine/helper.ts'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import { toText, type TarEntry, type TarPart } from '../archive/tarEntry.ts'
import { isEntry, readTar } from '../archive/tarReader.ts'
import { emptyImage, largest, root, type Access } from './access.ts'
import { helperOptions, type HelperMount } from './helper.ts'
import { helperPath, type Count, type Entry, type Facts } from './shell.ts'
import { DataError } from './shellFailure.ts'

/** The bits of Go's `fs.FileMode`, in which the engine tells what something is. */
const goFolder = 2 ** 31
const goLink = 2 ** 27
/** Pipe, socket, device, character device, irregular. */
const goOthers = [2 ** 25, 2 ** 24, 2 ** 26, 2 ** 21, 2 ** 19]

const statSchema = v.object({ size: v.number(), mode: v.number(), mtime: v.string(), linkTarget: v.string() })

/**
 * The data of a volume through the engine's archive calls on a container that is never started. It can only be read:
 * these calls can neither delete nor rename, so that nothing could be saved at once. A folder is listed by reading all
 * that is in it.
 */
export class ArchiveAccess implements Access {
	readonly readOnly = true
	readonly #engine: Engine
	readonly #container: Dockerode.Container
	#ended = false

	private constructor(engine: Engine, container: Dockerode.Container) {
		this.#engine = engine
		this.#container = container
	}

	/** @throws {EngineError} `notFound` when there is no such volume. */
	static async open(engine: Engine, mount: HelperMount): Promise<ArchiveAccess> {
		const { docker } = engine
		await docker.getVolume(mount.volumeName).inspect()
		const [repo, tag] = emptyImage.split(':')
		// An empty tar is two blocks of zeros.
		const reply = await docker.importImage(Readable.from([Buffer.alloc(1024)]), { repo, tag })
		for await (const _ of reply);
		const options = helperOptions(emptyImage, [{ ...mount, readOnly: true }], { [showsLabel]: '' })
		return new ArchiveAccess(engine, await docker.createContainer(options))
	}

	get ended(): boolean {
		return this.#ended
	}

	async list(path: string): Promise<readonly Entry[]> {
		const entries: Entry[] = []
		for await (const part of this.#archive(path)) {
			if (!isEntry(part)) continue
			const [, name, ...deeper] = part.name.replace(/\/$/, '').split('/')
			if (name !== undefined && deeper.length === 0) entries.push(entryOf(part, name))
			else if (name === undefined && part.type !== 'directory') throw new DataError('notFolder')
		}
		return entries
	}

	async stat(path: string): Promise<Facts> {
		const { link, ...own } = await this.#stat(path)
		if (link === undefined) return own
		const target = link.startsWith(`${root}/`)
			? await this.#stat(link.slice(root.length)).catch(() => undefined)
			: undefined
		return target ? { ...own, kind: target.kind, size: target.size, modified: target.modified } : own
	}

	async read(path: string): Promise<Uint8Array> {
		const { link, kind, size } = await this.#stat(path)
		if (link !== undefined) {
			if (!link.startsWith(`${root}/`)) throw new DataError('outside')
			return this.read(link.slice(root.length))
		}
		if (kind === 'folder') throw new DataError('isFolder')
		if (kind === 'other') throw new DataError('notFile')
		if (size > largest) throw new DataError('tooLarge')
		const pieces: Buffer[] = []
		for await (const part of this.#archive(path)) if (!isEntry(part)) pieces.push(part)
		return Buffer.concat(pieces)
	}

	async count(path: string): Promise<Count> {
		let folders = 0
		let files = 0
		let bytes = 0
		for await (const part of this.#archive(path)) {
			if (!isEntry(part)) continue
			if (part.type === 'directory') folders += 1
			else files += 1
			bytes += part.size
		}
		return { folders, files, bytes }
	}

	save(): Promise<never> {
		return refuse()
	}

	createFolder(): Promise<never> {
		return refuse()
	}

	remove(): Promise<never> {
		return refuse()
	}

	rename(): Promise<never> {
		return refuse()
	}

	async close(): Promise<void> {
		this.#ended = true
		await removeHelper(this.#container).catch(() => undefined)
		// Refused while another volume's helper is made from it.
		await this.#engine.docker
			.getImage(emptyImage)
			.remove()
			.catch(() => undefined)
	}

	/** `GET /containers/{id}/archive` */
	async *#archive(path: string): AsyncGenerator<TarPart> {
		try {
			const stream = await this.#container.getArchive({ path: helperPath(path) })
			yield* readTar(stream as Readable)
		} catch (error) {
			throw missing(error)
		}
	}

	/** `HEAD /containers/{id}/archive` */
	async #stat(path: string): Promise<Facts & { readonly link: string | undefined }> {
		let reply: unknown
		try {
			reply = await this.#container.infoArchive({ path: helperPath(path) })
		} catch (error) {
			throw missing(error)
		}
		const { headers } = decode(v.object({ headers: v.record(v.string(), v.unknown()) }), reply)
		const text = Buffer.from(String(headers['x-docker-container-path-stat']), 'base64').toString('utf8')
		const { size, mode, mtime, linkTarget } = decode(statSchema, JSON.parse(text))
		const has = (bits: number) => Math.floor(mode / bits) % 2 === 1
		const isOther = goOthers.some(has)
		const modified = Date.parse(mtime)
		return {
			kind: has(goFolder) ? 'folder' : isOther ? 'other' : 'file',
			isLink: has(goLink),
			link: has(goLink) ? linkTarget : undefined,
			size,
			modified,
			changed: modified,
			mode: mode % 0o1000,
			owner: 0,
			group: 0,
		}
	}
}

async function refuse(): Promise<never> {
	throw new EngineError('readOnly', 'Without an image that has a shell, data can only be read.')
}

function missing(thrown: unknown): EngineError {
	const error = toEngineError(thrown)
	return error.reason === 'notFound' ? new DataError('notFound') : error
}

function entryOf(entry: TarEntry, latin1: string): Entry {
	const name = toText(latin1)
	const bytes = Buffer.from(latin1, 'latin1')
	const modified = Math.floor(Number(entry.modified) * 1000)
	return {
		name: posix.basename(name),
		undecodable: Buffer.from(name, 'utf8').equals(bytes) ? undefined : bytes.toString('hex'),
		kind: kinds[entry.type] ?? 'file',
		isLink: entry.type === 'symbolicLink',
		size: entry.size,
		modified,
		changed: modified,
		mode: entry.mode,
		owner: entry.uid,
		group: entry.gid,
	}
}

const kinds: Partial<Record<TarEntry['type'], Entry['kind']>> = {
	directory: 'folder',
	characterDevice: 'other',
	blockDevice: 'other',
	fifo: 'other',
}
