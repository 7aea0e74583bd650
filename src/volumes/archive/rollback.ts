import { randomBytes } from 'node:crypto'
import { toEngineError } from '../../engine/errors.ts'
import { createVolume } from '../operations.ts'
import { ArchiveError } from './archiveError.ts'
import { copyData } from './copyVolume.ts'
import { emptyVolume } from './emptyVolume.ts'
import { removeIfThere } from './newVolume.ts'
import { persistently } from './persistently.ts'
import type { ArchiveJob } from './progress.ts'
import type { VolumeAddress } from './volumeHelper.ts'

/** Tells for which volume another one keeps what was in it. */
const rollbackLabel = 'longshore.rollback'

/**
 * Changes what is in a volume; where that fails, the volume is again as it was. For that long, what was in it is kept in
 * a volume beside it. With an engine that dies in between it is put back as soon as the engine is there again.
 *
 * @param image Has a shell; see {@link emptyVolume}.
 * @throws {EngineError} Whatever the change throws; when it couldn't be put back, the error names the volume that has it.
 */
export async function withRollback<T>(
	target: VolumeAddress,
	image: string,
	job: ArchiveJob,
	change: () => Promise<T>,
): Promise<T> {
	const { engine, name } = target
	const kept = { engine, name: `${name.slice(0, 200)}-before-${randomBytes(4).toString('hex')}` }
	const remove = () => removeIfThere(kept)
	await createVolume(engine, { name: kept.name, driver: 'local', options: {}, labels: { [rollbackLabel]: name } })
	try {
		await copyData(target, kept, job)
	} catch (error) {
		await persistently(remove).catch(() => undefined)
		throw error
	}
	let result: T
	try {
		result = await change()
	} catch (thrown) {
		const error = toEngineError(thrown)
		const quiet = { signal: new AbortController().signal, report: job.report }
		const putBack = async () => {
			await emptyVolume(target, image, quiet.signal)
			await copyData(kept, target, quiet)
			await remove()
		}
		const isBack = await persistently(putBack).catch(() => false)
		if (isBack) throw error
		throw new ArchiveError(error.reason, { kind: 'keptIn', volume: name, kept: kept.name }, error)
	}
	await persistently(remove).catch(() => undefined)
	return result
}
