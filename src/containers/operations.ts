import type { Engine } from '../engine/engine.ts'
import { EngineError, toEngineError } from '../engine/errors.ts'
import type { ContainerRecord } from '../engine/records.ts'
import { isActive } from './container.ts'

/**
 * Everything the engine says about a container; `GET /containers/{id}/json`.
 *
 * @throws {EngineError}
 */
export async function inspectContainer({ docker }: Engine, id: string): Promise<unknown> {
	return docker.getContainer(id).inspect()
}

/**
 * Removes a container, stopping it if need be. Its volumes stay; `DELETE /containers/{id}`.
 *
 * @throws {EngineError}
 */
export async function removeContainer({ docker }: Engine, container: ContainerRecord): Promise<void> {
	try {
		await docker.getContainer(container.id).remove({ force: isActive(container), v: false })
	} catch (thrown) {
		const error = toEngineError(thrown)
		// Started with --rm, or removed by someone else: it is gone, which is what was wanted.
		if (error.reason !== 'notFound') throw new EngineError(error.reason, error.message, { cause: thrown })
	}
}
