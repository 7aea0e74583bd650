import type { Engine } from '../../engine/engine.ts'
import { isNotFound } from '../../engine/errors.ts'
import { createVolume } from '../operations.ts'
import type { VolumeSpecification } from '../volume.ts'
import { isPutBackLater } from './archiveError.ts'
import { persistently } from './persistently.ts'
import type { VolumeAddress } from './volumeHelper.ts'

/**
 * Makes a volume and fills it; where that fails there is no such volume. Only one that had data at once, for it is
 * elsewhere, stays until that is put back.
 *
 * @throws {EngineError} `conflict` when the name is taken; whatever filling it throws.
 */
export async function newVolume<T>(
	engine: Engine,
	specification: VolumeSpecification,
	fill: (volume: VolumeAddress) => Promise<T>,
): Promise<T> {
	await createVolume(engine, specification)
	try {
		return await fill({ engine, name: specification.name })
	} catch (error) {
		if (!isPutBackLater(error)) {
			await persistently(() => removeIfThere({ engine, name: specification.name })).catch(() => undefined)
		}
		throw error
	}
}

/** Removes a volume, if there is one. */
export async function removeIfThere({ engine, name }: VolumeAddress): Promise<void> {
	try {
		await engine.docker.getVolume(name).remove()
	} catch (error) {
		if (!isNotFound(error)) throw error
	}
}
