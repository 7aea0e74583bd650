import type Dockerode from 'dockerode'
import type { Engine } from '../../engine/engine.ts'
import { toEngineError } from '../../engine/errors.ts'
import { helperLabel, removeHelper, showsLabel } from '../../engine/helper.ts'

/**
 * Ends what shows a volume's data in whatever window: who looks again makes another. What exports it, or has a terminal
 * in it, goes on.
 *
 * @returns Whether such a helper has the volume.
 * @throws {EngineError}
 */
export async function endShowing({ docker }: Engine, volumeName: string): Promise<boolean> {
	const filters = { volume: [volumeName], label: [helperLabel] }
	const helpers = await docker.listContainers({ all: true, filters })
	const showing = helpers.filter(({ Labels }) => showsLabel in Labels)
	await Promise.all(showing.map(({ Id }) => end(docker.getContainer(Id))))
	return helpers.length > showing.length
}

async function end(helper: Dockerode.Container): Promise<void> {
	try {
		await removeHelper(helper)
	} catch (thrown) {
		const error = toEngineError(thrown)
		// It is ending by itself.
		if (error.reason === 'conflict') await helper.wait({ condition: 'removed' }).catch(() => undefined)
		else if (error.reason !== 'notFound') throw error
	}
}
