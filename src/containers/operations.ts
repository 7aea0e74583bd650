import * as v from 'valibot'
import { decode } from '../engine/decode.ts'
import type { Engine } from '../engine/engine.ts'
import { isNotFound } from '../engine/errors.ts'
import type { ContainerRecord } from '../engine/records.ts'
import { isActive, type StateAction } from './container.ts'
import { decodeDetails, type ContainerDetails } from './details.ts'

/**
 * Everything the engine says about a container; `GET /containers/{id}/json`.
 *
 * @throws {EngineError}
 */
export async function inspectContainer({ docker }: Engine, id: string): Promise<unknown> {
	return docker.getContainer(id).inspect()
}

/**
 * What lists of containers leave out; `GET /containers/{id}/json`.
 *
 * @throws {EngineError}
 */
export async function containerDetails(engine: Engine, id: string): Promise<ContainerDetails> {
	return decodeDetails(await inspectContainer(engine, id))
}

/**
 * Starts, stops, restarts, pauses or goes on with a container; `POST /containers/{id}/{action}`. Nothing happens where it
 * is in that state already. Stopping waits as long as the container was told to be given, 10 s if it was told nothing.
 *
 * @throws {EngineError}
 */
export async function changeState(engine: Engine, id: string, action: StateAction): Promise<void> {
	await engine.request({ method: 'POST', path: `/containers/${id}/${action}` })
}

/**
 * Removes a container, stopping it if need be. Its volumes stay; `DELETE /containers/{id}`.
 *
 * @throws {EngineError}
 */
export async function removeContainer({ docker }: Engine, container: ContainerRecord): Promise<void> {
	try {
		await docker.getContainer(container.id).remove({ force: isActive(container), v: false })
	} catch (error) {
		// Started with --rm, or removed by someone else: it is gone, which is what was wanted.
		if (!isNotFound(error)) throw error
	}
}

const sizesSchema = v.array(v.object({ Id: v.string(), SizeRw: v.nullish(v.number(), 0) }))

/**
 * How many bytes containers wrote outside of all that is mounted into them, by id; `GET /containers/json?size=1`. The
 * engine walks through what they wrote, which can take long where that is much.
 *
 * @throws {EngineError}
 */
export async function writtenSizes(
	engine: Engine,
	ids: readonly string[],
	signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
	const query = { all: '1', size: '1', filters: JSON.stringify({ id: ids }) }
	const reply = await engine.request({ method: 'GET', path: '/containers/json', query, signal })
	return new Map(decode(sizesSchema, reply).map(({ Id, SizeRw }) => [Id, SizeRw]))
}
