import * as vscode from 'vscode'
import type { VolumeRecord } from '../../engine/records.ts'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { isElsewhere, isVolatile } from '../archive/copyVolume.ts'
import { whileHeld } from '../archive/holdContainers.ts'
import { takeRestorePoint } from '../archive/restorePoints.ts'
import type { RestoreReason } from '../archive/restorePoint.ts'
import type { VolumeParts } from '../parts.ts'
import { withArchiveProgress } from './archiveProgress.ts'
import type { Holding } from './askHold.ts'
import { refuseProtected } from './refuseProtected.ts'
import { restoreSettings } from './restoreSettings.ts'

/** More than so many are not named one by one. */
const named = 3

/** What it takes to lose data of volumes only as the person wants it. */
export type LossParts = Pick<Connected<VolumeParts>, 'data' | 'engine' | 'inventory' | 'storage'>

interface LossQuestion {
	readonly message: string
	readonly detail: string
	readonly action: string
}

/**
 * Asks once, in a modal, before volumes lose data; and takes a restore point of each first, where the person or their
 * setting wants it. Whoever calls this goes on only when both is done.
 *
 * @throws {Cancelled} when the person won't.
 * @throws {Failure} when a setting protects one of the volumes.
 * @throws {EngineError} when a restore point that was wanted can't be taken: then nothing is to be destroyed.
 */
export async function confirmLoss(
	parts: Pick<LossParts, 'engine' | 'storage'>,
	question: LossQuestion,
	volumes: readonly VolumeRecord[],
	reason: RestoreReason,
): Promise<void> {
	const takePoints = await askLoss(parts, question, volumes, reason)
	await takePoints?.()
}

/**
 * The same for those who hold containers still meanwhile: nothing is taken yet.
 *
 * @param stays A file that is read afterwards: where it is a restore point itself, none that is newer takes its place.
 * @returns Takes the restore points, to be called while nothing writes; undefined where none is wanted.
 * @throws {Cancelled} when the person won't.
 * @throws {Failure} when a setting protects one of the volumes.
 */
export async function askLoss(
	parts: Pick<LossParts, 'engine' | 'storage'>,
	question: LossQuestion,
	volumes: readonly VolumeRecord[],
	reason: RestoreReason,
	stays?: string,
): Promise<(() => Promise<void>) | undefined> {
	refuseProtected(volumes)
	const { take } = restoreSettings(parts.storage)
	// Data that is elsewhere outlives its volume; data in memory is there only while a container runs.
	const removes = reason === 'remove' || reason === 'prune'
	const kept = volumes.filter((volume) => !isVolatile(volume) && !(removes && isElsewhere(volume)))
	const asks = take === 'ask' && kept.length > 0
	const always = take === 'always' && kept.length > 0
	const { message, action } = question
	const withPoint = vscode.l10n.t('{0}, Keep Restore Point', action)
	const taken = vscode.l10n.t('A restore point is taken first; “Put Back Restore Point” brings the data back.')
	const detail = always ? `${question.detail}\n\n${taken}` : question.detail
	const answer = await vscode.window.showWarningMessage(
		message,
		{ modal: true, detail },
		action,
		...(asks ? [withPoint] : []),
	)
	if (answer === undefined) throw new Cancelled()
	if (!always && answer !== withPoint) return undefined
	return () => takeRestorePoints(parts, kept, reason, { containers: [], hold: 'leave' }, stays)
}

/**
 * Takes a restore point of each of these volumes, while containers are held that may write to them.
 *
 * @throws {EngineError}
 */
export async function takeRestorePoints(
	{ engine, storage }: Pick<LossParts, 'engine' | 'storage'>,
	volumes: readonly VolumeRecord[],
	reason: RestoreReason,
	{ containers, hold }: Holding = { containers: [], hold: 'leave' },
	stays?: string,
): Promise<void> {
	const { folder, limits } = restoreSettings(storage)
	const kept = { folder, reason, limits, stays }
	const names = volumes.slice(0, named).map(({ name }) => name)
	if (volumes.length > named) names.push('…')
	await withArchiveProgress(vscode.l10n.t('Taking a restore point of {0}', names.join(', ')), (job) =>
		whileHeld(engine, containers, hold, async () => {
			for (const { name } of volumes) await takeRestorePoint({ engine, name }, kept, job)
		}),
	)
}
