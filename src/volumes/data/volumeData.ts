import { Disposable } from '../../engine/disposable.ts'
import type { Engine } from '../../engine/engine.ts'
import { listScript, parseList, parseStat, readScript, statScript, type Entry } from './shell.ts'
import { Session } from './session.ts'

/** A helper that nobody asked for this long ends; ms. */
const idle = 10_000

interface Open {
	readonly engine: Engine
	readonly session: Promise<Session>
	timer: NodeJS.Timeout | undefined
	asked: number
}

/** The data of volumes: opens a helper for a volume when it is looked at, ends it when nobody looks any more. */
export class VolumeData extends Disposable {
	readonly #connected: () => Promise<Engine>
	readonly #helperImage: (engine: Engine) => Promise<string>
	readonly #open = new Map<string, Open>()

	/** @param parts.helperImage Which image the helper is made from; may ask the person, and pull it. */
	constructor(parts: {
		readonly connected: () => Promise<Engine>
		readonly helperImage: (engine: Engine) => Promise<string>
	}) {
		super()
		this.#connected = parts.connected
		this.#helperImage = parts.helperImage
		this.register({ dispose: () => void Promise.all([...this.#open.keys()].map((name) => this.close(name))) })
	}

	/**
	 * Entries of a folder.
	 *
	 * @throws {EngineError}
	 */
	async list(volumeName: string, path: string): Promise<readonly Entry[]> {
		return parseList(await this.#run(volumeName, listScript(path)))
	}

	/**
	 * Facts of one entry; of what it leads to where it is a link.
	 *
	 * @throws {EngineError}
	 */
	async stat(volumeName: string, path: string): Promise<Omit<Entry, 'name'> | undefined> {
		return parseStat(await this.#run(volumeName, statScript(path)))
	}

	/**
	 * Content of a file.
	 *
	 * @throws {EngineError}
	 */
	async read(volumeName: string, path: string): Promise<Uint8Array> {
		return this.#run(volumeName, readScript(path))
	}

	/** Ends the helper of a volume; resolves when nothing of it holds the volume any more. */
	async close(volumeName: string): Promise<void> {
		const open = this.#open.get(volumeName)
		if (!open) return
		this.#open.delete(volumeName)
		clearTimeout(open.timer)
		const session = await open.session.catch(() => undefined)
		await session?.close()
	}

	async #run(volumeName: string, script: string): Promise<Buffer> {
		const engine = await this.#connected()
		const open = await this.#opened(engine, volumeName)
		clearTimeout(open.timer)
		open.asked += 1
		try {
			return await (await open.session).run(script)
		} finally {
			open.asked -= 1
			if (open.asked === 0 && this.#open.get(volumeName) === open) {
				open.timer = setTimeout(() => void this.close(volumeName), idle)
			}
		}
	}

	async #opened(engine: Engine, volumeName: string): Promise<Open> {
		const known = this.#open.get(volumeName)
		if (known && known.engine === engine) {
			const session = await known.session.catch(() => undefined)
			if (session && !session.ended) return known
			if (this.#open.get(volumeName) === known) this.#open.delete(volumeName)
			else return this.#opened(engine, volumeName)
		}
		const session = this.#helperImage(engine).then((image) => Session.open(engine, volumeName, image))
		const open: Open = { engine, session, timer: undefined, asked: 0 }
		this.#open.set(volumeName, open)
		return open
	}
}
