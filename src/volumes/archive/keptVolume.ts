import { decodeVolumes } from '../../engine/decode.ts'
import type { Engine } from '../../engine/engine.ts'
import { isOwnerGone, ownerLabels, processExists } from '../../engine/helper.ts'
import { createVolume } from '../operations.ts'
import { removeIfThere } from './newVolume.ts'

/** On a volume: for which other one it keeps what was in that. */
const rollbackLabel = 'longshore.rollback'

/** On a note, which is an empty volume: the volume that has all that it is to keep. */
const completeLabel = 'longshore.rollback.complete'

/** What a volume has that keeps what was in another. */
export function keptLabels(volume: string): Readonly<Record<string, string>> {
	return { [rollbackLabel]: volume, ...ownerLabels() }
}

/** Whether a label says that a volume keeps what was in another: a copy of it does not. */
export function tellsOfKept(label: string): boolean {
	return label === rollbackLabel || label === completeLabel
}

/**
 * Notes on the engine that a volume has all that it is to keep, and that the change of the other begins. Labels of a
 * volume can't change; and to put back from one that has not all would lose the rest. A container that is never started
 * would go with everybody's prune; a named volume goes only where the one goes that it tells of.
 *
 * @throws {EngineError}
 */
export async function noteKept(engine: Engine, { volume, kept }: Pick<KeptVolume, 'volume' | 'kept'>): Promise<void> {
	const labels = { ...keptLabels(volume), [completeLabel]: kept }
	await createVolume(engine, { name: noteOf(kept), driver: 'local', options: {}, labels })
}

function noteOf(kept: string): string {
	return `${kept}-complete`
}

/**
 * Removes what was kept: the note first, for without it nobody puts back what is half-removed.
 *
 * @throws {EngineError}
 */
export async function removeKept(engine: Engine, kept: string): Promise<void> {
	await removeIfThere({ engine, name: noteOf(kept) })
	await removeIfThere({ engine, name: kept })
}

/** What was in a volume before a change that is not done. */
export interface KeptVolume {
	readonly volume: string
	/** The volume that has it. */
	readonly kept: string
	/** Whether it is known to have all; else it may have a part, and the change may not have begun. */
	readonly isComplete: boolean
	/** Whether whoever changes it is no more; undefined where they cannot be seen from here. */
	readonly isOwnerGone: boolean | undefined
	readonly createdAt: Date | undefined
}

/**
 * Volumes that keep what was in others while those are changed.
 *
 * @param isAlive Whether a process of this machine is there.
 * @returns With notes on such as somebody has removed.
 * @throws {EngineError}
 */
export async function keptVolumes(
	{ docker }: Engine,
	isAlive = processExists,
): Promise<{ readonly kept: readonly KeptVolume[]; readonly loneNotes: readonly string[] }> {
	const volumes = decodeVolumes(await docker.listVolumes({ filters: { label: [rollbackLabel] } }))
	const notes = volumes.filter(({ labels }) => completeLabel in labels)
	const complete = new Set(notes.map(({ labels }) => labels[completeLabel]))
	const kept = volumes
		.filter(({ labels }) => !(completeLabel in labels))
		.map(({ name, labels, createdAt }) => ({
			volume: labels[rollbackLabel] ?? '',
			kept: name,
			isComplete: complete.has(name),
			isOwnerGone: isOwnerGone(labels, isAlive),
			createdAt,
		}))
	const there = new Set(kept.map((each) => each.kept))
	const lone = notes.filter(({ labels }) => !there.has(labels[completeLabel] ?? ''))
	return { kept, loneNotes: lone.map(({ name }) => name) }
}
