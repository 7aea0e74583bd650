import type { Compression } from './backupFile.ts'

/** Before what it was taken. */
export type RestoreReason = 'manual' | 'import' | 'empty' | 'remove' | 'prune' | 'folder'

/** A copy of a volume's data, taken before something destroyed it. */
export interface RestorePoint {
	readonly volume: string
	readonly takenAt: Date
	readonly reason: RestoreReason
	readonly fileName: string
}

const reasons = 'manual|import|empty|remove|prune|folder'
// No volume's name has an @.
const pattern = new RegExp(
	String.raw`^([\w.-]+)@(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)(\d{3})\.(${reasons})\.tar\.(?:zst|gz)$`,
)

/** A moment for file names, in UTC: `20261124-212033123`. */
export function stamp(moment: Date): string {
	return moment
		.toISOString()
		.replaceAll(/[-:.Z]/g, '')
		.replace('T', '-')
}

/** The name of the file that keeps a restore point. */
export function restorePointName(
	volume: string,
	takenAt: Date,
	reason: RestoreReason,
	compression: Compression,
): string {
	return `${volume}@${stamp(takenAt)}.${reason}.tar.${compression === 'zstd' ? 'zst' : 'gz'}`
}

/** What a file's name says, where it is a restore point's. */
export function parseRestorePoint(fileName: string): RestorePoint | undefined {
	const [, volume, year, month, day, hours, minutes, seconds, milliseconds, reason] = pattern.exec(fileName) ?? []
	if (volume === undefined) return undefined
	const takenAt = new Date(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}.${milliseconds}Z`)
	if (Number.isNaN(takenAt.getTime())) return undefined
	return { volume, takenAt, reason: reason as RestoreReason, fileName }
}

/** Newest first. */
export function newestFirst(one: RestorePoint, other: RestorePoint): number {
	return other.takenAt.getTime() - one.takenAt.getTime()
}

/**
 * Restore points that are to go: of each volume those beyond the newest so many, and those that are older than so many
 * days. The newest of a volume stays in any case: it may be all that is left of it.
 *
 * @param limits.keep At least 1; of each volume.
 */
export function expired(
	points: readonly RestorePoint[],
	limits: { readonly keep: number; readonly days: number },
	now: Date,
): readonly RestorePoint[] {
	const seen = new Map<string, number>()
	return points.toSorted(newestFirst).filter((point) => {
		const newer = seen.get(point.volume) ?? 0
		seen.set(point.volume, newer + 1)
		if (newer === 0) return false
		return newer >= limits.keep || now.getTime() - point.takenAt.getTime() > limits.days * 86_400_000
	})
}
