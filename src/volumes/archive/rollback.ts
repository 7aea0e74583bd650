import { randomBytes } from 'node:crypto'
import type { Engine } from '../../engine/engine.ts'
import { toEngineError } from '../../engine/errors.ts'
import { createVolume } from '../operations.ts'
import { ArchiveError } from './archiveError.ts'
import { copyData } from './copyVolume.ts'
import { emptyVolume } from './emptyVolume.ts'
import { keptLabels, keptVolumes, noteKept, removeKept } from './keptVolume.ts'
import { persistently } from './persistently.ts'
import type { ArchiveJob } from './progress.ts'
import type { VolumeAddress } from './volumeHelper.ts'

/**
 * Changes what is in a volume; where that fails, the volume is again as it was. For that long, what was in it is kept in
 * a volume beside it. With an engine that dies in between it is put back as soon as the engine is there again; with
 * this process, a person is asked at the next start.
 *
 * @param image Has a shell; see {@link emptyVolume}.
 * @throws {EngineError} `conflict` when another change of it goes on, or was cut off and is not put back; whatever the
 * change throws; when it couldn't be put back, the error names the volume that has it.
 */
export async function withRollback<T>(
	target: VolumeAddress,
	image: string,
	job: ArchiveJob,
	change: () => Promise<T>,
): Promise<T> {
	const { engine, name } = target
	const kept = `${name.slice(0, 200)}-before-${randomBytes(4).toString('hex')}`
	const remove = () => removeKept(engine, kept)
	await createVolume(engine, { name: kept, driver: 'local', options: {}, labels: keptLabels(name) })
	try {
		await refuseSecond(engine, name, kept)
		await copyData(target, { engine, name: kept }, job)
		await noteKept(engine, { volume: name, kept })
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
		const isBack = await persistently(() => putBack(target, kept, image, quiet)).catch(() => false)
		if (isBack) throw error
		throw new ArchiveError(error.reason, { kind: 'keptIn', volume: name, kept }, error)
	}
	await persistently(remove).catch(() => undefined)
	return result
}

/**
 * Makes a volume again what it was before a change, from the volume that keeps that, which is removed then.
 *
 * @param image Has a shell; see {@link emptyVolume}.
 * @throws {EngineError} What was in the volume is still kept then.
 */
export async function putBack(target: VolumeAddress, kept: string, image: string, job: ArchiveJob): Promise<void> {
	const { engine } = target
	// Whoever comes late would empty it for nothing.
	await engine.docker.getVolume(kept).inspect()
	await emptyVolume(target, image, job.signal)
	await copyData({ engine, name: kept }, target, job)
	await removeKept(engine, kept)
}

/** Asked for when its own is there: of two changes that begin at once, none goes on without knowing of the other. */
async function refuseSecond(engine: Engine, name: string, own: string): Promise<void> {
	const { kept } = await keptVolumes(engine)
	const other = kept.find(({ volume, kept }) => volume === name && kept !== own)
	if (other) throw new ArchiveError('conflict', { kind: 'beingChanged', volume: name, kept: other.kept })
}
