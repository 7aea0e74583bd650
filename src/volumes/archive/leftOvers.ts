import type { ContainerInfo } from 'dockerode'
import type { Engine } from '../../engine/engine.ts'
import { isNotFound } from '../../engine/errors.ts'
import { helperLabel, isOwnerGone, processExists, removeHelper, writtenBy } from '../../engine/helper.ts'
import { letNotedGoOn, notedHeld } from './holdNote.ts'
import { keptVolumes, removeKept, type KeptVolume } from './keptVolume.ts'
import { removeIfThere } from './newVolume.ts'

interface Found {
	readonly Id: string
	readonly State: string
	readonly Created: number
	readonly Labels?: Readonly<Record<string, string>>
}

/** What has an owner who cannot be seen is left over when it is so old; s. */
const patience = 24 * 3600

/**
 * Whether a helper has nobody any more. One that runs has: its shell ends with the connection of its owner. One that
 * does not run may be about to be started, or be read by the archive API, for another window.
 */
export function isLeftOver({ State, Created, Labels = {} }: Found, now: number, isAlive: (pid: number) => boolean) {
	if (State === 'running' || State === 'paused' || State === 'restarting' || State === 'removing') return false
	return isOwnerGone(Labels, isAlive) ?? now / 1000 - Created > patience
}

/** A volume that may be half-written. */
export interface ChangedVolume extends KeptVolume {
	/** Names of containers that were held, and stay so until a person decides: they would go on with what is there now. */
	readonly waiting: readonly string[]
}

/** What jobs were about that ended with their process. */
export interface LeftOver {
	/** Names of containers that were held, and go on. */
	readonly released: readonly string[]
	/** Why others can't. */
	readonly failures: readonly unknown[]
	/** Volumes that were being changed; what was in them is kept. */
	readonly changed: readonly ChangedVolume[]
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
	const written = leftOver.flatMap(({ Labels = {} }) => writtenBy(Labels) ?? [])
	const { kept, loneNotes } = await keptVolumes(engine, isAlive)
	// Nothing was changed yet where it was still being filled: what was to be kept is where it was.
	const needless = kept.filter((each) => each.isOwnerGone && !each.isComplete && written.includes(each.kept))
	const stays = kept.filter((each) => !needless.includes(each))
	const held = new Set(leftOver.flatMap(({ Labels = {} }) => notedHeld(Labels)?.ids ?? []))
	const waiting = (await usersOf(engine, stays)).filter(({ Id }) => held.has(Id))
	const changed = stays
		.filter((each) => isForgotten(each, Date.now()))
		.map((each) => ({ ...each, waiting: waiting.filter(uses(each.volume)).map(nameOf) }))
	const failures: unknown[] = []
	const released = await Promise.all(
		leftOver.map(async ({ Id, Labels = {} }) => {
			const helper = docker.getContainer(Id)
			const noted = notedHeld(Labels)
			if (!noted) await removeHelper(helper).catch(() => undefined)
			if (!noted || waiting.some((each) => noted.ids.includes(each.Id))) return []
			return letNotedGoOn(docker, helper).catch((error: unknown) => {
				// Another window has seen to it.
				if (!isNotFound(error)) failures.push(error)
				return []
			})
		}),
	)
	for (const each of needless) await removeKept(engine, each.kept).catch(() => undefined)
	for (const name of loneNotes) await removeIfThere({ engine, name }).catch(() => undefined)
	const known = new Set(kept.flatMap((each) => [each.volume, each.kept]))
	return { released: released.flat(), failures, changed, unfinished: written.filter((name) => !known.has(name)) }
}

function usersOf({ docker }: Engine, kept: readonly KeptVolume[]): Promise<readonly ContainerInfo[]> {
	if (kept.length === 0) return Promise.resolve([])
	return docker.listContainers({ all: true, filters: { volume: kept.map(({ volume }) => volume) } })
}

function uses(volume: string) {
	return ({ Mounts }: ContainerInfo) => Mounts.some(({ Name }) => Name === volume)
}

function nameOf({ Names, Id }: ContainerInfo): string {
	return Names[0]?.slice(1) ?? Id.slice(0, 12)
}

/** Whether nobody sees any more to what was in a volume. */
export function isForgotten(
	{ isOwnerGone, createdAt }: Pick<KeptVolume, 'isOwnerGone' | 'createdAt'>,
	now: number,
): boolean {
	return isOwnerGone ?? (createdAt !== undefined && now - createdAt.getTime() > patience * 1000)
}
