import type { Engine } from '../../engine/engine.ts'
import { removeHelper } from '../../engine/helper.ts'
import type { ContainerRecord } from '../../engine/records.ts'
import { ArchiveError, isPutBackLater } from './archiveError.ts'
import { letGoOn, noteHeld, type HeldBy } from './holdNote.ts'
import { eventually, persistently } from './persistently.ts'

/** What becomes of the containers that may write while a volume is copied. */
export type Hold = 'leave' | HeldBy

/** A container that can be held. */
type Held = Pick<ContainerRecord, 'id' | 'imageId'>

/** Whether a container may write to a volume now. */
export function mayWrite(container: ContainerRecord, volumeName: string): boolean {
	const isRunning = container.state === 'running' || container.state === 'restarting'
	return (
		isRunning &&
		container.mounts.some((mount) => mount.type === 'volume' && mount.name === volumeName && !mount.readOnly)
	)
}

/**
 * Does something while containers are paused or stopped, and lets them go on afterwards, also when it failed: where the
 * engine is gone, as soon as it is back. When this process ends meanwhile, the next one that finds the note lets them go
 * on.
 *
 * @throws {EngineError} `conflict` when one would be gone if it was stopped (`--rm`); whatever the work throws; when one
 * can't go on.
 */
export async function whileHeld<T>(
	{ docker }: Engine,
	containers: readonly Held[],
	hold: Hold,
	work: () => Promise<T>,
): Promise<T> {
	if (hold === 'leave' || containers.length === 0) return work()
	if (hold === 'stop') await refuseRemoved(docker, containers)
	const note = await noteHeld(docker, containers, hold)
	const ids = containers.map(({ id }) => id)
	const release = async () => {
		// Not by the note: somebody's prune may have taken it.
		await letGoOn(docker, ids, hold)
		await removeHelper(note)
	}
	let result: T
	try {
		for (const id of ids) {
			await (hold === 'pause' ? docker.getContainer(id).pause() : docker.getContainer(id).stop())
		}
		result = await work()
	} catch (error) {
		// They would write to what is put back later, and lose it.
		if (isPutBackLater(error)) eventually(release)
		// Why the work failed says more than what came of it.
		else await persistently(release).catch(() => undefined)
		throw error
	}
	await persistently(release)
	return result
}

/** How containers are held best: stopped, for what they write is whole then; paused where one would be gone (`--rm`). */
export async function safestHold({ docker }: Engine, containers: readonly Held[]): Promise<HeldBy> {
	return (await removedOnceStopped(docker, containers)) === undefined ? 'stop' : 'pause'
}

async function refuseRemoved(docker: Engine['docker'], containers: readonly Held[]): Promise<void> {
	const container = await removedOnceStopped(docker, containers)
	if (container !== undefined) throw new ArchiveError('conflict', { kind: 'autoRemove', container })
}

async function removedOnceStopped(docker: Engine['docker'], containers: readonly Held[]): Promise<string | undefined> {
	for (const { id } of containers) {
		const { HostConfig, Name } = await docker.getContainer(id).inspect()
		if (HostConfig.AutoRemove) return Name.replace(/^\//, '')
	}
	return undefined
}
