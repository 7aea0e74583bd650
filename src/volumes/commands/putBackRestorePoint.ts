import * as vscode from 'vscode'
import { decodeVolume } from '../../engine/decode.ts'
import type { VolumeRecord } from '../../engine/records.ts'
import { formatDate } from '../../ui/format.ts'
import type { Connected } from '../../ui/parts.ts'
import { readBackup } from '../archive/backup.ts'
import { isElsewhere } from '../archive/copyVolume.ts'
import { whileHeld } from '../archive/holdContainers.ts'
import { importBackup } from '../archive/importBackup.ts'
import { newVolume } from '../archive/newVolume.ts'
import { shellImage } from '../data/helperImage.ts'
import type { VolumeNode } from '../node.ts'
import { inspectVolume } from '../operations.ts'
import type { VolumeParts } from '../parts.ts'
import { withArchiveProgress } from './archiveProgress.ts'
import { askHold } from './askHold.ts'
import { chooseRestorePoint } from './chooseRestorePoints.ts'
import { askLoss } from './confirmLoss.ts'
import { refuseProtected } from './refuseProtected.ts'
import { damageFailure } from './verifyBackup.ts'

/** Makes a volume again what it was: in its place if it is there, else as a new one with its driver, options and labels. */
export async function putBackRestorePoint(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { data, engine, inventory } = connected
	await inventory.loaded('volumes', 'containers')
	const title = vscode.l10n.t('Put Back Restore Point')
	const point = await chooseRestorePoint(connected, node, title)
	const name = point.volume
	const backup = await withArchiveProgress(vscode.l10n.t('Verifying'), (job) => readBackup(point.path, job))
	if (backup.damages.length > 0) throw damageFailure(connected, backup)
	const choices = { root: '', outwardLinks: 'keep' } as const
	const progressTitle = vscode.l10n.t('Putting back {0}', name)
	const replace = async (volume: VolumeRecord) => {
		refuseProtected([volume])
		const image = await shellImage(engine)
		const { containers, hold } = await askHold(connected, [name], title)
		const question = {
			message: vscode.l10n.t('Make “{0}” again what it was on {1}?', name, formatDate(point.takenAt)),
			detail: isElsewhere(volume)
				? vscode.l10n.t(
						'Its data is outside of Docker, at {0}. All that has changed there since then is lost, also files that other programs put there.',
						volume.options['device'] ?? '',
					)
				: vscode.l10n.t('All that has changed in it since then is lost.'),
			action: vscode.l10n.t('Put Back'),
		}
		const takePoints = await askLoss(connected, question, [volume], 'import', point.path)
		await data.asWhole(name, () =>
			withArchiveProgress(progressTitle, (job) =>
				whileHeld(engine, containers, hold, async () => {
					await takePoints?.()
					await importBackup(engine, backup, { kind: 'replace', name, image }, choices, job)
				}),
			),
		)
	}
	const volume = inventory.volumes.get(name)
	if (volume) {
		await replace(volume)
		return
	}
	const { driver, options, labels } = backup.manifest?.origin ?? { driver: 'local', options: {}, labels: {} }
	const specification = { name, driver, options, labels }
	if (isElsewhere(specification)) {
		// The volume went, but not its data: what is there now is in nobody's restore point.
		await newVolume(engine, specification, async () => replace(decodeVolume(await inspectVolume(engine, name))))
		return
	}
	await withArchiveProgress(progressTitle, (job) =>
		importBackup(engine, backup, { kind: 'new', specification }, choices, job),
	)
}
