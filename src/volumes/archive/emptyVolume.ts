import type Dockerode from 'dockerode'
import { toEngineError } from '../../engine/errors.ts'
import { removeHelper } from '../../engine/helper.ts'
import { helperOptions } from '../data/helper.ts'
import { ArchiveError } from './archiveError.ts'
import { persistently } from './persistently.ts'
import type { VolumeAddress } from './volumeHelper.ts'

/**
 * Removes everything in a volume; the volume itself stays, with its mode and owner. The engine's archive calls never
 * remove anything, so a container of an image with a shell does it. What has begun goes on to its end, also when it is
 * cancelled or the connection breaks: a part of the data, nobody knows which, would serve nobody.
 *
 * @param signal Keeps it from beginning.
 * @throws {EngineError} `unexpected` with what could not be removed.
 */
export async function emptyVolume({ engine, name }: VolumeAddress, image: string, signal: AbortSignal): Promise<void> {
	await engine.docker.getVolume(name).inspect()
	const container = await engine.docker.createContainer(emptyingOptions(image, name))
	try {
		signal.throwIfAborted()
		await container.start()
		const { StatusCode } = await container.wait()
		if (StatusCode === 0) return
		const complaint = await container.logs({ stdout: false, stderr: true, follow: false, tail: 3 })
		const text = unframed(complaint).trim()
		throw new ArchiveError('unexpected', { kind: 'notEmptied', volume: name, complaint: text })
	} catch (error) {
		throw toEngineError(error)
	} finally {
		await persistently(async () => {
			await container.wait()
			await removeHelper(container)
		}).catch(() => undefined)
	}
}

/** A helper that says why it failed to whoever asks afterwards, and may do nothing with files but remove them. */
export function emptyingOptions(image: string, volumeName: string): Dockerode.ContainerCreateOptions {
	const target = '/longshore-volume'
	const options = helperOptions(image, [{ volumeName, target, readOnly: false }])
	return {
		...options,
		Cmd: ['-c', `find ${target} -mindepth 1 -maxdepth 1 -exec rm -rf -- {} +`],
		OpenStdin: false,
		StdinOnce: false,
		AttachStdin: false,
		HostConfig: {
			...options.HostConfig,
			AutoRemove: false,
			CapAdd: ['DAC_OVERRIDE', 'FOWNER'],
			LogConfig: { Type: '', Config: {} },
		},
	}
}

/** Output of a container without a terminal comes in frames: eight bytes, the last four of them the length. */
function unframed(output: Buffer): string {
	const payloads: Buffer[] = []
	for (let at = 0; at + 8 <= output.length;) {
		const end = at + 8 + output.readUInt32BE(at + 4)
		payloads.push(output.subarray(at + 8, end))
		at = end
	}
	return Buffer.concat(payloads).toString('utf8')
}
