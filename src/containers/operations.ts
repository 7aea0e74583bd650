import type { Engine } from '../engine/engine.ts'
import { toEngineError } from '../engine/errors.ts'
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
	} catch (error) {
		// Started with --rm, or removed by someone else: it is gone, which is what was wanted.
		if (toEngineError(error).reason !== 'notFound') throw error
	}
}
