import type { Engine } from '../../engine/engine.ts'
import { toEngineError } from '../../engine/errors.ts'
import { decodeImages } from '../../engine/decode.ts'
import { Session } from './session.ts'

/** More than so many images are not tried: each costs a container. */
const patience = 12

/**
 * An image on this engine whose shell can serve data; the smallest ones are tried first, those known to have one before.
 *
 * @throws {EngineError} when the engine fails; not for an image that won't do.
 */
export async function findShellImage(engine: Engine): Promise<string | undefined> {
	const images = decodeImages(await engine.docker.listImages())
		.map((image) => ({ ...image, reference: image.tags[0] ?? image.id }))
		.sort((one, other) => rank(one.reference) - rank(other.reference) || one.size - other.size)
	for (const { reference } of images.slice(0, patience)) {
		try {
			const session = await Session.open(engine, reference, [])
			await session.close()
			return reference
		} catch (error) {
			if (toEngineError(error).reason === 'unreachable') throw error
		}
	}
	return undefined
}

function rank(reference: string): number {
	return /^(?:.*\/)?(?:busybox|alpine|debian|ubuntu)(?:[:@]|$)/.test(reference) ? 0 : 1
}
