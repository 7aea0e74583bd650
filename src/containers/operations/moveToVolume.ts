import { posix } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import type { Engine } from '../../engine/engine.ts'
import { createIdleHelper, helperLabels, removeHelper, writesLabel } from '../../engine/helper.ts'
import { toArchiveError } from '../../volumes/archive/archiveError.ts'
import { whileHeld } from '../../volumes/archive/holdContainers.ts'
import { newVolume } from '../../volumes/archive/newVolume.ts'
import { persistently } from '../../volumes/archive/persistently.ts'
import { aborted } from './aborted.ts'

/** Where the helper has the volume: in a folder that no image has, under the name of the folder that is copied. */
const stage = '/longshore-volume'

/**
 * Copies a folder of a container into a new volume; owners, modes, times and links are kept, those of the folder itself
 * too (but for the set-user-id bit of files with several names, which the engine drops). The data goes from `GET /containers/{id}/archive` straight into `PUT` of a helper that has the volume and never
 * runs. What was half-made is removed when it fails or is cancelled, as soon as the engine is there; the container itself
 * stays as it is.
 *
 * @param copy.folder Absolute, in the container.
 * @param copy.pause Holds the container while its data is copied, so that nothing changes meanwhile.
 * @param copy.report Bytes so far; those of the archive, which are a little more than those of the files.
 * @throws {EngineError} `conflict` when the volume exists.
 */
export async function moveToVolume(
	engine: Engine,
	copy: {
		readonly containerId: string
		readonly imageId: string
		readonly folder: string
		readonly volumeName: string
		readonly pause: boolean
		readonly signal: AbortSignal
		readonly report: (bytes: number) => void
	},
): Promise<void> {
	const { containerId, imageId, volumeName, signal } = copy
	const hold = copy.pause ? 'pause' : 'leave'
	try {
		await newVolume(engine, { name: volumeName, driver: 'local', options: {}, labels: {} }, async () => {
			await whileHeld(engine, [{ id: containerId, imageId }], hold, () => transfer(engine, copy))
			signal.throwIfAborted()
		})
	} catch (error) {
		// An aborted transfer breaks off like a lost connection.
		throw signal.aborted ? aborted(signal, error) : toArchiveError(error)
	}
}

async function transfer(
	engine: Engine,
	{ containerId, imageId, folder, volumeName, signal, report }: Parameters<typeof moveToVolume>[1],
): Promise<void> {
	const labels = { ...helperLabels(volumeName), [writesLabel]: '' }
	// Its own image is there for certain.
	const helper = await createIdleHelper(engine.docker, imageId, labels, [
		{
			Type: 'volume',
			Source: volumeName,
			Target: posix.join(stage, posix.basename(folder)),
			VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: '', Options: {} } },
		},
	])
	let source: Readable | undefined
	try {
		source = await engine.stream({
			method: 'GET',
			path: `/containers/${containerId}/archive`,
			query: { path: folder },
			signal,
		})
		let bytes = 0
		const counted = new Transform({
			transform(chunk: Buffer, _, done) {
				bytes += chunk.length
				report(bytes)
				done(undefined, chunk)
			},
		})
		source.on('error', (error) => counted.destroy(error))
		source.pipe(counted)
		const options = { path: stage, abortSignal: signal }
		await helper.putArchive(counted, options)
	} finally {
		// The engine locks the container until its archive is read to the end, or given up.
		source?.destroy()
		await persistently(() => removeHelper(helper)).catch(() => undefined)
	}
}
