import type { Engine } from '../../engine/engine.ts'
import { helperLabel, isOwnerGone, processExists, removeHelper, writtenBy } from '../../engine/helper.ts'
import { letNotedGoOn, notesHeld } from './holdNote.ts'
import { keptBy, keptVolumes, removeKept, type KeptVolume } from './keptVolume.ts'

interface Found {
	readonly Id: string
	readonly State: string
	readonly Created: number
	readonly Labels?: Readonly<Record<string, string>>
}

/** A helper whose owner cannot be asked is left over when it has not run for this long; s. */
const patience = 24 * 3600

/**
 * Whether a helper has nobody any more. One that runs has: its shell ends with the connection of its owner. One that
 * does not run may be about to be started, or be read by the archive API, for another window.
 */
export function isLeftOver({ State, Created, Labels = {} }: Found, now: number, isAlive: (pid: number) => boolean) {
	if (State === 'running' || State === 'paused' || State === 'restarting' || State === 'removing') return false
	return isOwnerGone(Labels, isAlive) ?? now / 1000 - Created > patience
}

/** What jobs were about that ended with their process. */
export interface LeftOver {
	/** Names of containers that were held, and go on. */
	readonly released: readonly string[]
	/** Volumes that were being changed; what was in them can be put back. */
	readonly changed: readonly KeptVolume[]
	/** Volumes that were being filled, and have not all that they should. */
	readonly unfinished: readonly string[]
}

/**
 * Removes helpers that were left behind: by a crash, or by an engine that was killed. What one of them notes as held
 * goes on. What was written stays as it is: only a person can say what they want of it.
 *
 * @param isAlive Whether a process of this machine is there.
 * @throws {EngineError}
 */
export async function removeLeftOvers(engine: Engine, isAlive = processExists): Promise<LeftOver> {
	const { docker } = engine
	const helpers: readonly Found[] = await docker.listContainers({ all: true, filters: { label: [helperLabel] } })
	const leftOver = helpers.filter((helper) => isLeftOver(helper, Date.now(), isAlive))
	const kept = (await keptVolumes(engine, isAlive)).filter((each) => each.isLeftOver)
	const noted = new Set(helpers.flatMap(({ Labels = {} }) => keptBy(Labels) ?? []))
	const changed = kept.filter((each) => noted.has(each.kept))
	const stays = new Set(changed.map((each) => each.kept))
	const released = await Promise.all(
		leftOver.map(async ({ Id, Labels = {} }) => {
			const helper = docker.getContainer(Id)
			if (notesHeld(Labels)) return letNotedGoOn(docker, helper)
			if (!stays.has(keptBy(Labels) ?? '')) await removeHelper(helper).catch(() => undefined)
			return []
		}),
	)
	// Nothing was changed yet where it isn't noted: what was to be kept is where it was.
	for (const each of kept) if (!stays.has(each.kept)) await removeKept(engine, each.kept).catch(() => undefined)
	const known = new Set(kept.flatMap((each) => [each.volume, each.kept]))
	const written = leftOver.flatMap(({ Labels = {} }) => writtenBy(Labels) ?? [])
	return { released: released.flat(), changed, unfinished: written.filter((name) => !known.has(name)) }
}
