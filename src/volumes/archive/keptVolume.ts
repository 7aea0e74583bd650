import type { Engine } from '../../engine/engine.ts'
import {
	createIdleHelper,
	helperLabels,
	isOwnerGone,
	ownerLabels,
	processExists,
	removeHelper,
} from '../../engine/helper.ts'
import { removeIfThere } from './newVolume.ts'

/** On a volume: for which other one it keeps what was in that. */
const rollbackLabel = 'longshore.rollback'

/** On a note, which is a container that is never started: the volume that has all that it is to keep. */
const keepsLabel = 'longshore.helper.keeps'

/** What a volume has that keeps what was in another. */
export function keptLabels(volume: string): Readonly<Record<string, string>> {
	return { [rollbackLabel]: volume, ...ownerLabels() }
}

/**
 * Notes on the engine that a volume has all that it is to keep, and that the change of the other begins. Labels of a
 * volume can't change; and to put back from one that has not all would lose the rest.
 *
 * @param image Is there.
 * @throws {EngineError}
 */
export async function noteKept({ docker }: Engine, kept: string, image: string): Promise<void> {
	await createIdleHelper(docker, image, { ...helperLabels(''), [keepsLabel]: kept })
}

/** The volume for which a helper, by its labels, is such a note. */
export function keptBy(labels: Readonly<Record<string, string>>): string | undefined {
	return labels[keepsLabel]
}

/**
 * Removes what was kept: the note first, for without it nobody puts back what is half-removed.
 *
 * @throws {EngineError}
 */
export async function removeKept(engine: Engine, kept: string): Promise<void> {
	const { docker } = engine
	const notes = await docker.listContainers({ all: true, filters: { label: [`${keepsLabel}=${kept}`] } })
	for (const { Id } of notes) await removeHelper(docker.getContainer(Id))
	await removeIfThere({ engine, name: kept })
}

/** What was in a volume before a change that is not done. */
export interface KeptVolume {
	readonly volume: string
	/** The volume that has it. */
	readonly kept: string
	/** Whoever changes it is no more. */
	readonly isLeftOver: boolean
}

/**
 * Volumes that keep what was in others while those are changed.
 *
 * @param isAlive Whether a process of this machine is there.
 * @throws {EngineError}
 */
export async function keptVolumes({ docker }: Engine, isAlive = processExists): Promise<readonly KeptVolume[]> {
	const { Volumes } = await docker.listVolumes({ filters: { label: [rollbackLabel] } })
	// Go's empty list is null.
	return ((Volumes as typeof Volumes | null) ?? []).map(({ Name, Labels }) => ({
		volume: Labels[rollbackLabel] ?? '',
		kept: Name,
		isLeftOver: isOwnerGone(Labels, isAlive) === true,
	}))
}
