import type { Engine } from '../../engine/engine.ts'
import type { Access } from './access.ts'

/** A helper that nobody asked for this long ends; ms. */
const idle = 10_000

interface Open {
	readonly engine: Engine
	readonly volumeName: string
	readonly access: Promise<Access>
	timer: NodeJS.Timeout | undefined
	/** How many use it now. */
	asked: number
	ended: Promise<void> | undefined
}

/** What serves those who look at volumes: one helper for each volume, that ends when nobody looks any more. */
export class OpenHelpers {
	readonly #access: (engine: Engine, volumeName: string) => Promise<Access>
	readonly #current = new Map<string, Open>()
	/** With those that are just ending, and those of an engine before that somebody still uses. */
	readonly #all = new Set<Open>()

	constructor(access: (engine: Engine, volumeName: string) => Promise<Access>) {
		this.#access = access
	}

	/** Lets a job use what serves a volume; it is made if need be. */
	async use<T>(engine: Engine, volumeName: string, work: (access: Access) => Promise<T>): Promise<T> {
		const open = await this.#taken(engine, volumeName)
		try {
			return await work(await open.access)
		} finally {
			open.asked -= 1
			if (open.asked === 0) this.#rest(open)
		}
	}

	/** Ends what serves a volume, whatever it does; resolves when nothing of it holds the volume any more. */
	async close(volumeName: string): Promise<void> {
		const found = [...this.#all].filter((open) => open.volumeName === volumeName)
		await Promise.all(found.map((open) => this.#end(open)))
	}

	/** Ends everything. */
	async closeAll(): Promise<void> {
		await Promise.all([...this.#all].map((open) => this.#end(open)))
	}

	async #taken(engine: Engine, volumeName: string): Promise<Open> {
		const known = this.#current.get(volumeName)
		if (known?.engine === engine) {
			const access = await known.access.catch(() => undefined)
			const isCurrent = this.#current.get(volumeName) === known
			if (isCurrent && access && !access.ended) return taken(known)
			if (isCurrent) this.#replace(known)
			return this.#taken(engine, volumeName)
		}
		// It is of an engine, or of a connection, that is no longer the one that is asked.
		if (known) this.#replace(known)
		const access = this.#access(engine, volumeName)
		const open: Open = { engine, volumeName, access, timer: undefined, asked: 0, ended: undefined }
		this.#current.set(volumeName, open)
		this.#all.add(open)
		return taken(open)
	}

	#replace(open: Open): void {
		this.#current.delete(open.volumeName)
		if (open.asked === 0) this.#rest(open)
	}

	/** Nobody uses it now. */
	#rest(open: Open): void {
		if (this.#current.get(open.volumeName) === open) open.timer = setTimeout(() => void this.#end(open), idle)
		else void this.#end(open)
	}

	#end(open: Open): Promise<void> {
		if (this.#current.get(open.volumeName) === open) this.#current.delete(open.volumeName)
		clearTimeout(open.timer)
		open.ended ??= open.access
			.then((access) => access.close())
			.catch(() => undefined)
			.finally(() => this.#all.delete(open))
		return open.ended
	}
}

function taken(open: Open): Open {
	clearTimeout(open.timer)
	open.asked += 1
	return open
}
