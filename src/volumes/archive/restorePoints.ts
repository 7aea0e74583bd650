import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Engine } from '../../engine/engine.ts'
import { hasZstd, partEnding } from './backupFile.ts'
import { exportVolume } from './exportVolume.ts'
import type { ArchiveJob } from './progress.ts'
import {
	expired,
	newestFirst,
	parseRestorePoint,
	restorePointName,
	type RestorePoint,
	type RestoreReason,
} from './restorePoint.ts'
import type { VolumeAddress } from './volumeHelper.ts'

/** A restore point with the file that keeps it. */
export interface KeptRestorePoint extends RestorePoint {
	readonly path: string
	/** Bytes. */
	readonly size: number
}

/** How many restore points stay. */
export interface RestoreLimits {
	/** Of each volume. */
	readonly keep: number
	readonly days: number
}

/** Whoever writes a restore point does so more often; ms. */
const patience = 86_400_000

type Reached = Pick<Engine, 'endpoint'>

/**
 * Where new restore points of an engine go: two engines may have volumes of the same name. The label is for people who
 * look there; it is another where the same engine is chosen in another way.
 */
export function engineFolder(folder: string, engine: Reached): string {
	const label = engine.endpoint.label.replaceAll(/[^\w.-]+/g, '_').slice(0, 40)
	return join(folder, label + ending(engine))
}

function ending({ endpoint }: Reached): string {
	return `-${createHash('sha256').update(endpoint.host).digest('hex').slice(0, 8)}`
}

/** Restore points of an engine, newest first. Parts of some that were cut off go. */
export async function listRestorePoints(folder: string, engine: Reached): Promise<readonly KeptRestorePoint[]> {
	const folders = await readdir(folder).catch(() => [])
	const own = folders.filter((name) => name.endsWith(ending(engine)))
	const points = await Promise.all(own.map((name) => pointsIn(join(folder, name))))
	return points.flat().sort(newestFirst)
}

async function pointsIn(own: string): Promise<readonly KeptRestorePoint[]> {
	const names = await readdir(own).catch(() => [])
	await Promise.all(names.map((name) => removeCutOff(join(own, name))))
	const points = await Promise.all(
		names.map(async (name) => {
			const point = parseRestorePoint(name)
			if (!point) return []
			const path = join(own, name)
			const { size } = await stat(path)
			return [{ ...point, path, size }]
		}),
	)
	return points.flat()
}

/** Removes a restore point of which only a part is there, and that has not grown for so long that nobody writes it. */
async function removeCutOff(path: string): Promise<void> {
	if (!path.endsWith(partEnding) || !parseRestorePoint(basename(path, partEnding))) return
	try {
		const { mtimeMs } = await stat(path)
		if (Date.now() - mtimeMs > patience) await rm(path, { force: true })
	} catch {
		// It was finished meanwhile, or stays until it can be removed.
	}
}

/**
 * Takes a restore point, then removes those that the limits no longer allow.
 *
 * @param kept.stays A file that is about to be read: it is not removed, also where it is such a one.
 * @throws {EngineError} There is no restore point then.
 */
export async function takeRestorePoint(
	{ engine, name }: VolumeAddress,
	kept: {
		readonly folder: string
		readonly reason: RestoreReason
		readonly limits: RestoreLimits
		readonly stays?: string | undefined
	},
	job: ArchiveJob,
): Promise<string> {
	const own = engineFolder(kept.folder, engine)
	await mkdir(own, { recursive: true, mode: 0o700 })
	const compression = hasZstd() ? 'zstd' : 'gzip'
	const path = join(own, restorePointName(name, new Date(), kept.reason, compression))
	await exportVolume({ engine, name }, { path, compression }, job)
	const points = await listRestorePoints(kept.folder, engine)
	const going = new Set(expired(points, kept.limits, new Date()).map((point) => point.fileName))
	await removeRestorePoints(points.filter(({ fileName, path }) => going.has(fileName) && path !== kept.stays))
	return path
}

export async function removeRestorePoints(points: readonly KeptRestorePoint[]): Promise<void> {
	await Promise.all(points.map(({ path }) => rm(path, { force: true })))
}
