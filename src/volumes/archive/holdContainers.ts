import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import type { ContainerRecord } from '../../engine/records.ts'
import { ArchiveError } from './archiveError.ts'

/** What becomes of the containers that may write while a volume is copied. */
export type Hold = 'leave' | 'pause' | 'stop'

/** Whether a container may write to a volume now. */
export function mayWrite(container: ContainerRecord, volumeName: string): boolean {
	const isRunning = container.state === 'running' || container.state === 'restarting'
	return (
		isRunning &&
		container.mounts.some((mount) => mount.type === 'volume' && mount.name === volumeName && !mount.readOnly)
	)
}

/**
 * Does something while containers are paused or stopped, and lets them go on afterwards, also when it failed.
 *
 * @throws {EngineError} `conflict` when one would be gone if it was stopped (`--rm`); whatever the work throws.
 */
export async function whileHeld<T>(
	{ docker }: Engine,
	containers: readonly ContainerRecord[],
	hold: Hold,
	work: () => Promise<T>,
): Promise<T> {
	if (hold === 'leave') return work()
	const held: ContainerRecord[] = []
	const goOn = async ({ id }: ContainerRecord) => {
		const container = docker.getContainer(id)
		await (hold === 'pause' ? container.unpause() : container.start())
	}
	let failure: { readonly error: unknown } | undefined
	let result: { readonly value: T } | undefined
	try {
		if (hold === 'stop') await refuseRemoved(docker, containers)
		for (const container of containers) {
			await (hold === 'pause' ? docker.getContainer(container.id).pause() : docker.getContainer(container.id).stop())
			held.push(container)
		}
		result = { value: await work() }
	} catch (error) {
		failure = { error }
	}
	// What was stopped last is started first: what depends on others usually comes last.
	for (const container of held.toReversed()) {
		try {
			await goOn(container)
		} catch (error) {
			failure ??= { error }
		}
	}
	if (failure) throw failure.error
	if (!result) throw new EngineError('unexpected', 'Nothing was done.')
	return result.value
}

async function refuseRemoved(docker: Engine['docker'], containers: readonly ContainerRecord[]): Promise<void> {
	for (const { id, name } of containers) {
		const { HostConfig } = await docker.getContainer(id).inspect()
		if (HostConfig.AutoRemove) {
			throw new ArchiveError('conflict', { kind: 'autoRemove', container: name })
		}
	}
}
