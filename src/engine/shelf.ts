import { isDeepStrictEqual } from 'node:util'
import type { Engine } from './engine.ts'
import { isNotFound } from './errors.ts'
import { decodeImage, decodeImages, decodeNetwork, decodeNetworks, decodeVolume, decodeVolumes } from './decode.ts'
import { decodeContainers } from './decodeContainer.ts'
import { helperLabel } from './helper.ts'
import type { ContainerRecord, ImageRecord, NetworkRecord, VolumeRecord } from './records.ts'

type Found<R> = ReadonlyMap<string, R>

/** How one kind of thing is asked for. */
interface Source<R> {
	/** Everything there is. */
	readonly list: (engine: Engine) => Promise<Found<R>>
	/** Those of these that exist, by the key that they are known by. */
	readonly fetch: (engine: Engine, keys: readonly string[], known: Found<R>) => Promise<Found<R>>
}

/** More than so many at once are asked for by one list. */
const few = 16

/** All that is known of one kind. Says which keys changed, so that nothing else needs to be drawn again. */
export class Shelf<R> {
	readonly #source: Source<R>
	readonly #records = new Map<string, R>()
	readonly records: ReadonlyMap<string, R> = this.#records

	constructor(source: Source<R>) {
		this.#source = source
	}

	/** Takes the whole list from the engine; returns what differs from before. */
	async reload(engine: Engine): Promise<ReadonlySet<string>> {
		const found = await this.#source.list(engine)
		const gone = [...this.#records.keys()].filter((key) => !found.has(key))
		return this.#take(found, gone)
	}

	/** Takes these anew; returns what differs from before. */
	async refetch(engine: Engine, keys: ReadonlySet<string>): Promise<ReadonlySet<string>> {
		if (keys.size > few) return this.reload(engine)
		const asked = [...keys]
		// What is damaged may be refused by itself, and yet be in the list.
		const found = await this.#source.fetch(engine, asked, this.#records).catch(() => undefined)
		if (!found) return this.reload(engine)
		return this.#take(
			found,
			asked.filter((key) => !found.has(key)),
		)
	}

	clear(): void {
		this.#records.clear()
	}

	#take(found: Found<R>, gone: readonly string[]): ReadonlySet<string> {
		const changed = new Set<string>()
		for (const key of gone) if (this.#records.delete(key)) changed.add(key)
		for (const [key, record] of found) {
			if (isDeepStrictEqual(this.#records.get(key), record)) continue
			this.#records.set(key, record)
			changed.add(key)
		}
		return changed
	}
}

export const volumeSource: Source<VolumeRecord> = {
	list: async ({ docker }) => byKey(decodeVolumes(await docker.listVolumes()), (volume) => volume.name),
	fetch: (engine, names) =>
		existing(
			names,
			async (name) => decodeVolume(await engine.docker.getVolume(name).inspect()),
			(volume) => volume.name,
		),
}

export const networkSource: Source<NetworkRecord> = {
	list: async ({ docker }) => byKey(decodeNetworks(await docker.listNetworks()), (network) => network.id),
	fetch: (engine, ids) =>
		existing(
			ids,
			async (id) => decodeNetwork(await engine.docker.getNetwork(id).inspect()),
			(network) => network.id,
		),
}

export const containerSource: Source<ContainerRecord> = {
	list: async ({ docker }) => shown(await docker.listContainers({ all: true })),
	fetch: async (engine, ids) => {
		await settled(engine, ids)
		return shown(await engine.docker.listContainers({ all: true, filters: { id: [...ids] } }))
	},
}

/** Who copies a container's files holds its lock, too, for as long as that takes: nobody waits for them; ms. */
const patience = 500

/**
 * Waits until the engine has written down what it tells by an event. It tells that a container ended or was paused
 * before its lists know it; inspecting waits for the lock under which it does both.
 */
async function settled({ docker }: Engine, ids: readonly string[]): Promise<void> {
	const abortSignal = AbortSignal.timeout(patience)
	await Promise.allSettled(ids.map((id) => docker.getContainer(id).inspect({ abortSignal })))
}

export const imageSource: Source<ImageRecord> = {
	list: async ({ docker }) => byKey(decodeImages(await docker.listImages()), (image) => image.id),
	fetch: async (engine, keys, known) => {
		const inspect = async (key: string) => decodeImage(await engine.docker.getImage(key).inspect())
		const found = await existing(keys, inspect, (image) => image.id)
		// A tag that moved is told for the image that has it now, not for the one that lost it.
		const tags = new Set([...found.values()].flatMap((image) => image.tags))
		const losers = [...known.values()].filter(
			(image) => !found.has(image.id) && image.tags.some((tag) => tags.has(tag)),
		)
		if (losers.length === 0) return found
		const rest = await existing(
			losers.map((image) => image.id),
			inspect,
			(image) => image.id,
		)
		return new Map([...found, ...rest])
	},
}

function shown(reply: unknown): Found<ContainerRecord> {
	const containers = decodeContainers(reply).filter((container) => !(helperLabel in container.labels))
	return byKey(containers, (container) => container.id)
}

function byKey<R>(records: readonly R[], keyOf: (record: R) => string): Found<R> {
	return new Map(records.map((record) => [keyOf(record), record]))
}

async function existing<R>(
	keys: readonly string[],
	inspect: (key: string) => Promise<R>,
	keyOf: (record: R) => string,
): Promise<Found<R>> {
	const found = await Promise.all(
		keys.map(async (key) => {
			try {
				return [await inspect(key)]
			} catch (error) {
				if (isNotFound(error)) return []
				throw error
			}
		}),
	)
	return byKey(found.flat(), keyOf)
}
