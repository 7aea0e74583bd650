import dockerignore, { type Ignore } from '@balena/dockerignore'
import { createReadStream } from 'node:fs'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join, posix, relative, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pack, type Pack } from 'tar-stream'

export interface BuildContext {
	/** The folder whose files the build may copy. */
	readonly folder: string
	/** Full path of the Dockerfile; it may lie outside the folder. */
	readonly dockerfile: string
}

/** The Dockerfile's name inside the archive: its path in the context, or a name of its own where it lies outside. */
export interface PackedContext {
	readonly dockerfileName: string
	/** A tar, made as it is read. */
	readonly stream: Readable
}

/** Name of a Dockerfile that lies outside its context; as docker names it, so that no file of the context is hidden. */
const outsideName = '.dockerfile.longshore'

/**
 * Packs a folder for `POST /build`, without what `.dockerignore` excludes. Files are read as the engine takes them;
 * nothing is held in memory.
 *
 * @param sent Told how many bytes of files have been read so far.
 * @throws {Error} of the file system, through the stream, when a file can't be read.
 */
export async function packContext(
	{ folder, dockerfile }: BuildContext,
	signal: AbortSignal,
	sent: (bytes: number) => void,
): Promise<PackedContext> {
	const inside = relative(folder, dockerfile)
	const isOutside = inside.startsWith('..') || join(folder, inside) !== join(dockerfile)
	const dockerfileName = isOutside ? outsideName : slashed(inside)
	const ignored = new Ignored(await readIgnored(folder, dockerfile))
	const archive = pack()
	const abort = () => archive.destroy(new DOMException('Cancelled.', 'AbortError'))
	signal.addEventListener('abort', abort, { once: true })
	archive.once('close', () => signal.removeEventListener('abort', abort))
	let bytes = 0
	const count = (more: number) => sent((bytes += more))
	const fill = async () => {
		if (isOutside) await addFile(archive, dockerfile, outsideName, count)
		for await (const path of filesOf(folder, '', ignored, new Set([dockerfileName, '.dockerignore']))) {
			await add(archive, join(folder, path), slashed(path), count)
		}
		archive.finalize()
	}
	fill().catch((error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))))
	return { dockerfileName, stream: Readable.from(archive, { objectMode: false }) }
}

/** The file of ignored paths beside the Dockerfile wins over the context's own; as docker looks for them. */
async function readIgnored(folder: string, dockerfile: string): Promise<string> {
	for (const path of [`${dockerfile}.dockerignore`, join(folder, '.dockerignore')]) {
		try {
			return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '')
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
		}
	}
	return ''
}

class Ignored {
	readonly #rules: Ignore
	/** What later lines take back, `!docs/README.md`. */
	readonly #kept: readonly string[]
	/** Where some of it is can't be told by a name, as in `!app?.json`. */
	readonly #isAnywhereKept: boolean

	constructor(text: string) {
		this.#rules = dockerignore.default({ ignorecase: false }).add(text)
		this.#kept = text
			.split(/\r?\n/)
			.filter((line) => line.startsWith('!'))
			.map((line) => keptPath(line.slice(1).trim()))
		this.#isAnywhereKept = this.#kept.some((kept) => /[*?[\]^\\]/.test(kept))
	}

	has(path: string): boolean {
		return this.#rules.ignores(path)
	}

	/** Nothing in an ignored folder is taken back, so that it need not be looked into; BuildKit's sender decides the same way. */
	hasAllOf(folder: string): boolean {
		return this.has(folder) && !this.#isAnywhereKept && !this.#kept.some((kept) => `${kept}/`.startsWith(`${folder}/`))
	}
}

/** A path that is taken back, in one spelling, without what only says that all of a folder is: `./docs/**` is `docs`. */
function keptPath(pattern: string): string {
	return posix
		.normalize(slashed(pattern))
		.replace(/^\/|\/$/g, '')
		.replace(/\/\*\*$/, '')
		.replace(/\/\*$/, '')
}

/**
 * Paths in the context, folders before what is in them.
 *
 * @param always What the builder needs even where it is ignored.
 */
async function* filesOf(
	folder: string,
	path: string,
	ignored: Ignored,
	always: ReadonlySet<string>,
): AsyncGenerator<string> {
	const entries = await readdir(join(folder, path), { withFileTypes: true })
	for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
		const child = path === '' ? entry.name : join(path, entry.name)
		const name = slashed(child)
		if (always.has(name) || !ignored.has(name)) yield child
		const isWanted = !ignored.hasAllOf(name) || [...always].some((each) => each.startsWith(`${name}/`))
		if (entry.isDirectory() && isWanted) yield* filesOf(folder, child, ignored, always)
	}
}

async function add(archive: Pack, path: string, name: string, count: (bytes: number) => void): Promise<void> {
	const stats = await lstat(path)
	// As the docker CLI sends it: owned by root, so that the cache doesn't depend on who builds.
	const header = { name, mode: sentMode(stats.mode), mtime: stats.mtime, uid: 0, gid: 0 }
	if (stats.isDirectory()) archive.entry({ ...header, type: 'directory' })
	else if (stats.isSymbolicLink())
		archive.entry({ ...header, type: 'symlink', linkname: slashed(await readlink(path)) })
	else if (stats.isFile()) await addFile(archive, path, name, count)
	// Sockets and pipes cannot be part of a context.
}

async function addFile(archive: Pack, path: string, name: string, count: (bytes: number) => void): Promise<void> {
	const { mode, mtime, size } = await lstat(path)
	const entry = archive.entry({ name, mode: sentMode(mode), mtime, uid: 0, gid: 0, size })
	if (size === 0) {
		entry.end(Buffer.alloc(0))
		return
	}
	// A file that grows while it is read would break the archive: its size has been written already.
	const file = createReadStream(path, { end: size - 1, highWaterMark: 256 * 1024 })
	file.on('data', (chunk) => count(chunk.length))
	await pipeline(file, entry)
}

/** Windows tells of no file that it may be run: as the docker CLI does there, all may. */
export function sentMode(mode: number, platform = process.platform): number {
	return platform === 'win32' ? 0o755 : mode & 0o7777
}

function slashed(path: string): string {
	return sep === '/' ? path : path.replaceAll(sep, '/')
}
