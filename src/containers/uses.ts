import type { ContainerRecord } from '../engine/records.ts'

type Containers = ReadonlyMap<string, ContainerRecord>

/** Which containers use what, kept up as containers change, so that a change costs no look at everything. */
export class Uses {
	readonly #keysOf: (container: ContainerRecord) => Iterable<string>
	readonly #keysByContainer = new Map<string, ReadonlySet<string>>()
	readonly #containersByKey = new Map<string, Set<string>>()

	constructor(keysOf: (container: ContainerRecord) => Iterable<string>) {
		this.#keysOf = keysOf
	}

	/** Ids of the containers that use it. */
	of(key: string): ReadonlySet<string> {
		return this.#containersByKey.get(key) ?? none
	}

	/** Forgets everything and starts from these. */
	reset(containers: Containers): void {
		this.#keysByContainer.clear()
		this.#containersByKey.clear()
		this.update(containers, containers.keys())
	}

	/**
	 * Takes up changes of these containers.
	 *
	 * @returns What they use, or used until now.
	 */
	update(containers: Containers, ids: Iterable<string>): ReadonlySet<string> {
		const touched = new Set<string>()
		for (const id of ids) {
			for (const key of this.#keysByContainer.get(id) ?? none) {
				touched.add(key)
				this.#containersByKey.get(key)?.delete(id)
			}
			const container = containers.get(id)
			const keys = new Set(container ? this.#keysOf(container) : none)
			if (container) this.#keysByContainer.set(id, keys)
			else this.#keysByContainer.delete(id)
			for (const key of keys) {
				touched.add(key)
				const users = this.#containersByKey.get(key)
				if (users) users.add(id)
				else this.#containersByKey.set(key, new Set([id]))
			}
		}
		for (const key of touched) if (this.#containersByKey.get(key)?.size === 0) this.#containersByKey.delete(key)
		return touched
	}
}

const none: ReadonlySet<string> = new Set<string>()
