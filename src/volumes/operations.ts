import * as v from 'valibot'
import { decode } from '../engine/decode.ts'
import { isAtLeast, type Engine } from '../engine/engine.ts'
import { EngineError, isNotFound, toEngineError } from '../engine/errors.ts'
import type { VolumeSpecification } from './volume.ts'

/**
 * Creates a volume; `POST /volumes/create`.
 *
 * @throws {EngineError} `conflict` when the name is taken: the engine itself would return the old volume and ignore
 * what was asked for.
 */
export async function createVolume(engine: Engine, specification: VolumeSpecification): Promise<void> {
	const { name, driver, options, labels } = specification
	if (await exists(engine, name)) throw new EngineError('conflict', `A volume named “${name}” exists already.`)
	await engine.docker.createVolume({ Name: name, Driver: driver, DriverOpts: { ...options }, Labels: { ...labels } })
}

async function exists(engine: Engine, name: string): Promise<boolean> {
	try {
		await inspectVolume(engine, name)
		return true
	} catch (error) {
		if (isNotFound(error)) return false
		throw error
	}
}

/**
 * Everything the engine says about a volume; `GET /volumes/{name}`.
 *
 * @throws {EngineError}
 */
export async function inspectVolume({ docker }: Engine, name: string): Promise<unknown> {
	return docker.getVolume(name).inspect()
}

/**
 * Removes a volume with its data; `DELETE /volumes/{name}`.
 *
 * @throws {EngineError} `inUse` when a container uses it.
 */
export async function removeVolume({ docker }: Engine, name: string): Promise<void> {
	try {
		await docker.getVolume(name).remove()
	} catch (thrown) {
		const error = toEngineError(thrown)
		throw error.reason === 'conflict' ? new EngineError('inUse', error.message, { cause: thrown }) : error
	}
}

const usage = v.nullish(v.object({ Size: v.nullish(v.number(), -1) }))
const sized = v.nullish(v.array(v.object({ Name: v.string(), UsageData: usage })), [])
const usageSchema = v.object({
	Volumes: sized,
	// From API 1.52, where `verbose` asks for it.
	VolumeUsage: v.nullish(v.object({ Items: sized })),
})

/**
 * How many bytes volumes hold, by name; `GET /system/df`. The engine walks through all data, which can take long.
 * Volumes whose data is elsewhere (driver options) are absent.
 *
 * @throws {EngineError}
 */
export async function volumeSizes(engine: Engine, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
	const query = {
		...(isAtLeast(engine.apiVersion, '1.42') ? { type: 'volume' } : {}),
		...(isAtLeast(engine.apiVersion, '1.52') ? { verbose: '1' } : {}),
	}
	const reply = decode(usageSchema, await engine.request({ method: 'GET', path: '/system/df', query, signal }))
	const sizes = [...reply.Volumes, ...(reply.VolumeUsage?.Items ?? [])].map(
		(volume) => [volume.Name, volume.UsageData?.Size ?? -1] as const,
	)
	return new Map(sizes.filter(([, size]) => size >= 0))
}
