import type { Engine } from '../../engine/engine.ts'
import type { ContainerRecord } from '../../engine/records.ts'
import { ArchiveError } from './archiveError.ts'
import { letGoOn, noteHeld, type HeldBy } from './holdNote.ts'

/** What becomes of the containers that may write while a volume is copied. */
export type Hold = 'leave' | HeldBy

/** Whether a container may write to a volume now. */
export function mayWrite(container: ContainerRecord, volumeName: string): boolean {
	const isRunning = container.state === 'running' || container.state === 'restarting'
	return (
		isRunning &&
		container.mounts.some((mount) => mount.type === 'volume' && mount.name === volumeName && !mount.readOnly)
	)
}

/**
 * Does something while containers are paused or stopped, and lets them go on afterwards, also when it failed. When this
 * process ends meanwhile, the next one that finds the note lets them go on.
 *
 * @throws {EngineError} `conflict` when one would be gone if it was stopped (`--rm`); whatever the work throws.
 */
export async function whileHeld<T>(
	{ docker }: Engine,
	containers: readonly ContainerRecord[],
	hold: Hold,
	work: () => Promise<T>,
): Promise<T> {
	if (hold === 'leave' || containers.length === 0) return work()
	if (hold === 'stop') await refuseRemoved(docker, containers)
	const note = await noteHeld(docker, containers, hold)
	let result: T
	try {
		for (const { id } of containers) {
			await (hold === 'pause' ? docker.getContainer(id).pause() : docker.getContainer(id).stop())
		}
		result = await work()
	} catch (error) {
		// Why the work failed says more than what came of it.
		await letGoOn(docker, note, false).catch(() => undefined)
		throw error
	}
	await letGoOn(docker, note, false)
	return result
}

async function refuseRemoved(docker: Engine['docker'], containers: readonly ContainerRecord[]): Promise<void> {
	for (const { id, name } of containers) {
		const { HostConfig } = await docker.getContainer(id).inspect()
		if (HostConfig.AutoRemove) {
			throw new ArchiveError('conflict', { kind: 'autoRemove', container: name })
		}
	}
}
