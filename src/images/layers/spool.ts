import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { EngineError, toEngineError } from '../../engine/errors.ts'

/** Removes what a process that was killed has left, where files keep their names; those in use refuse to go. */
export async function sweepSpools(folder: string): Promise<void> {
	const names = await readdir(folder).catch(() => [])
	await Promise.all(names.map((name) => rm(join(folder, name), { force: true }).catch(() => undefined)))
}

/** Chunks are handed to the file in portions of about so many bytes. */
const buffered = 4 * 1024 * 1024

/**
 * Bytes that are put aside on the disk, to be read again by their place. The file has no name where the system allows
 * that: nothing of it is left, also when the process is killed.
 */
export class Spool {
	readonly #file: FileHandle
	readonly #path: string
	readonly #writer: WriteStream
	#failure: Error | undefined
	#position = 0
	/** Settled as soon as more may be written. */
	#drained = Promise.withResolvers<void>()

	private constructor(file: FileHandle, path: string) {
		this.#file = file
		this.#path = path
		this.#writer = createWriteStream(path, { fd: file, autoClose: false, highWaterMark: buffered })
		this.#writer.on('error', (error) => (this.#failure = error))
		// A file that stays open when writing fails tells of no close.
		for (const event of ['drain', 'error', 'close']) this.#writer.on(event, () => this.#drained.resolve())
	}

	/** @throws {EngineError} `noSpace`, `denied`. */
	static async create(folder: string): Promise<Spool> {
		try {
			await mkdir(folder, { recursive: true })
			const path = join(folder, randomUUID())
			const file = await open(path, 'wx+', 0o600)
			if (process.platform !== 'win32') await rm(path, { force: true })
			return new Spool(file, path)
		} catch (error) {
			throw toEngineError(error)
		}
	}

	/** Where the next byte will stand. */
	get position(): number {
		return this.#position
	}

	/** @throws {EngineError} `noSpace`. */
	async append(chunk: Uint8Array): Promise<void> {
		if (this.#failure) throw toEngineError(this.#failure)
		this.#position += chunk.length
		if (this.#writer.write(chunk)) return
		this.#drained = Promise.withResolvers()
		await this.#drained.promise
		if (this.#failure) throw toEngineError(this.#failure)
	}

	/**
	 * Nothing is appended any more; what was can be read.
	 *
	 * @throws {EngineError} `noSpace`.
	 */
	async finish(): Promise<void> {
		const { promise, resolve } = Promise.withResolvers<void>()
		for (const event of ['finish', 'error', 'close']) this.#writer.once(event, () => resolve())
		this.#writer.end()
		if (!this.#failure) await promise
		if (this.#failure) throw toEngineError(this.#failure)
	}

	/** @throws {EngineError} */
	async read(offset: number, size: number): Promise<Uint8Array> {
		const content = Buffer.alloc(size)
		const { bytesRead } = await this.#file.read(content, 0, size, offset)
		if (bytesRead < size) throw new EngineError('unexpected', 'The file is shorter than it was.')
		return content
	}

	async dispose(): Promise<void> {
		this.#writer.destroy()
		await this.#file.close().catch(() => undefined)
		await rm(this.#path, { force: true })
	}
}
