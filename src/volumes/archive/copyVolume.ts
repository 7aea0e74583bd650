import { isActive } from '../../containers/container.ts'
import { decodeVolume } from '../../engine/decode.ts'
import type { Engine } from '../../engine/engine.ts'
import { toEngineError } from '../../engine/errors.ts'
import type { ContainerRecord, VolumeRecord } from '../../engine/records.ts'
import { endShowing } from '../data/otherHelpers.ts'
import { createVolume, removeVolume } from '../operations.ts'
import { volumesOf, type VolumeSpecification } from '../volume.ts'
import { ArchiveError } from './archiveError.ts'
import { tellsOfKept } from './keptVolume.ts'
import { newVolume, removeIfThere } from './newVolume.ts'
import { persistently } from './persistently.ts'
import { type ArchiveJob } from './progress.ts'
import { VolumeHelper, type VolumeAddress } from './volumeHelper.ts'
import { writeVerified } from './writeVolume.ts'

/** Whether a volume's data is at a place that its options name: one with the same options is the same data. */
export function isElsewhere({ options }: Pick<VolumeRecord, 'options'>): boolean {
	return options['device'] !== undefined && !isVolatile({ options })
}

/** Whether a volume's data is in memory, and gone when no container runs with it. */
export function isVolatile({ options }: Pick<VolumeRecord, 'options'>): boolean {
	return options['type'] === 'tmpfs'
}

/** Whether what is put into a volume is gone at once: it is in memory, and no container runs with it. */
export function isForgetful(volume: VolumeRecord, containers: Iterable<ContainerRecord>): boolean {
	if (!isVolatile(volume)) return false
	return ![...containers].some((container) => isActive(container) && volumesOf(container).includes(volume.name))
}

/**
 * What a copy of a volume shall be: same driver, options and labels, but for those that compose knows its own by, and
 * those of what is kept for another. Of one whose data is elsewhere, or in memory, a plain one: its copy would be the
 * same data, or none.
 */
export function copySpecification(volume: VolumeRecord, name: string): VolumeSpecification {
	const labels = Object.fromEntries(
		Object.entries(volume.labels).filter(
			([key]) => !key.startsWith('com.docker.compose.') && key !== 'com.docker.volume.anonymous' && !tellsOfKept(key),
		),
	)
	if (isElsewhere(volume) || isVolatile(volume)) return { name, driver: 'local', options: {}, labels }
	return { name, driver: volume.driver, options: volume.options, labels }
}

/**
 * Copies a volume into a new one, of the same engine or of another, straight through, and verifies what arrived.
 *
 * @throws {EngineError} There is no new volume then.
 */
export async function copyVolume(
	source: VolumeAddress,
	target: { readonly engine: Engine; readonly specification: VolumeSpecification },
	job: ArchiveJob,
): Promise<void> {
	await newVolume(target.engine, target.specification, (volume) => copyData(source, volume, job))
}

/**
 * Copies what is in a volume into one that is empty, and verifies what arrived.
 *
 * @throws {EngineError}
 */
export async function copyData(source: VolumeAddress, target: VolumeAddress, job: ArchiveJob): Promise<void> {
	await using helper = await VolumeHelper.open(source, 'readOnly')
	await writeVerified(target, helper.read(job.signal), { nothingElse: true }, job)
}

/**
 * Gives a volume another name: engines can't, so it is copied and verified, and only then is the old one removed. One
 * whose data is elsewhere is only described anew.
 *
 * @throws {EngineError} `inUse` when a container knows it by its old name: all is as it was then. Where the old one can't
 * be removed for another reason, both are there.
 */
export async function renameVolume({ engine, name }: VolumeAddress, newName: string, job: ArchiveJob): Promise<void> {
	const volume = decodeVolume(await engine.docker.getVolume(name).inspect())
	await refuseInUse(engine, name)
	if (isElsewhere(volume)) {
		const { labels } = copySpecification(volume, newName)
		await createVolume(engine, { name: newName, driver: volume.driver, options: volume.options, labels })
	} else {
		await newVolume(engine, copySpecification(volume, newName), async (target) => {
			await copyData({ engine, name }, target, job)
			job.signal.throwIfAborted()
		})
	}
	await removeOld({ engine, name }, newName)
}

/** Removes what was renamed. */
async function removeOld({ engine, name }: VolumeAddress, newName: string): Promise<void> {
	try {
		// Another window may have looked at it meanwhile.
		await endShowing(engine, name)
		await removeVolume(engine, name)
	} catch (thrown) {
		const error = toEngineError(thrown)
		if (error.reason === 'notFound') return
		// Only a refusal is certain to have removed nothing: after any other failure the copy may be all there is.
		if (error.reason !== 'inUse') {
			throw new ArchiveError(error.reason, { kind: 'oldStays', volume: name, newName }, error)
		}
		await persistently(() => removeIfThere({ engine, name: newName })).catch(() => undefined)
		throw error
	}
}

async function refuseInUse({ docker }: Engine, name: string): Promise<void> {
	const users = await docker.listContainers({ all: true, filters: { volume: [name] } })
	if (users.length === 0) return
	const names = users.map((user) => user.Names[0]?.slice(1) ?? user.Id.slice(0, 12)).join(', ')
	throw new ArchiveError('inUse', { kind: 'usedBy', volume: name, containers: names })
}
