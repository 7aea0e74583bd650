import { basename } from 'node:path'
import * as vscode from 'vscode'
import { Cancelled, Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { readBackup } from '../archive/backup.ts'
import { endings } from '../archive/backupFile.ts'
import { isVolatile } from '../archive/copyVolume.ts'
import { whileHeld } from '../archive/holdContainers.ts'
import { importBackup, linksOutward } from '../archive/importBackup.ts'
import { toText } from '../archive/tarEntry.ts'
import { shellImage } from '../data/helperImage.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { amountText, withArchiveProgress } from './archiveProgress.ts'
import { askBackupFile } from './askBackupFile.ts'
import { askHold } from './askHold.ts'
import { askImportTarget } from './askImportTarget.ts'
import { askLoss } from './confirmLoss.ts'
import { refuseProtected } from './refuseProtected.ts'
import { damageFailure } from './verifyBackup.ts'

/** Brings an archive's content into a new volume, or into one that is there. */
export async function importVolume(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	await importFile(connected, await askBackupFile(vscode.l10n.t('Import Volume')), node)
}

/** The same with an archive that was chosen before. */
export async function importFile(
	connected: Connected<VolumeParts>,
	path: string,
	node: VolumeNode | undefined,
): Promise<void> {
	const { data, engine, inventory } = connected
	const title = vscode.l10n.t('Import Volume')
	const file = basename(path)
	// Read as a whole before anything is asked: what is wrong with it is known before anything is written.
	const backup = await withArchiveProgress(vscode.l10n.t('Verifying {0}', file), (job) => readBackup(path, job))
	if (backup.damages.length > 0) throw damageFailure(connected, backup)
	await inventory.loaded('volumes', 'containers')
	const proposed = backup.manifest?.origin.volume ?? nameFrom(file)
	const { kind, name, root } = await askImportTarget(connected, backup, { title, proposed, node })
	const outward = linksOutward(backup, root)
	if (outward.length > 0) await confirmLinks(outward)
	const choices = { root, outwardLinks: 'keep' } as const
	const progressTitle = vscode.l10n.t('Importing {0} into {1}', file, name)
	if (kind === 'new') {
		const { driver, options, labels } = backup.manifest?.origin ?? { driver: 'local', options: {}, labels: {} }
		// What the data was at is not where it goes: only a driver of its own is taken up.
		const isPlain = driver === 'local' || Object.keys(options).length > 0
		const specification = { name, driver: isPlain ? 'local' : driver, options: {}, labels: ownLabels(labels) }
		await withArchiveProgress(progressTitle, (job) =>
			importBackup(engine, backup, { kind, specification }, choices, job),
		)
		return
	}
	const volume = inventory.volumes.get(name)
	if (!volume) throw new Cancelled()
	refuseProtected([volume])
	if (isVolatile(volume)) {
		throw new Failure(vscode.l10n.t('“{0}” is in memory: what is imported would be gone at once.', name))
	}
	const image = await shellImage(engine)
	const { containers, hold } = await askHold(connected, [name], title)
	const amount = amountText(backup.amount)
	const question =
		kind === 'replace'
			? {
					message: vscode.l10n.t('Replace everything in the volume “{0}”?', name),
					detail: vscode.l10n.t('All that is in it now is lost; then it has what is in “{0}” ({1}).', file, amount),
					action: vscode.l10n.t('Replace'),
				}
			: {
					message: vscode.l10n.t('Merge “{0}” into the volume “{1}”?', file, name),
					detail: vscode.l10n.t(
						'Files of the same name are overwritten; what only the volume has stays. {0} are written.',
						amount,
					),
					action: vscode.l10n.t('Merge'),
				}
	const takePoints = await askLoss(connected, question, [volume], 'import', backup.path)
	await data.asWhole(name, () =>
		withArchiveProgress(progressTitle, (job) =>
			whileHeld(engine, containers, hold, async () => {
				await takePoints?.()
				await importBackup(engine, backup, { kind, name, image }, choices, job)
			}),
		),
	)
}

function nameFrom(file: string): string {
	const ending = Object.values(endings)
		.flat()
		.find((each) => file.toLowerCase().endsWith(each))
	const base = ending ? file.slice(0, -ending.length) : file
	return base
		.replace(/-\d{8}-\d{6}$/, '')
		.replaceAll(/[^\w.-]+/g, '-')
		.replace(/^[^a-zA-Z\d]+/, '')
}

function ownLabels(labels: Readonly<Record<string, string>>) {
	return Object.fromEntries(Object.entries(labels).filter(([key]) => !key.startsWith('com.docker.')))
}

async function confirmLinks(links: readonly string[]): Promise<void> {
	const shown = links.slice(0, 10).map((link) => `• ${toText(link)}`)
	const more = links.length > shown.length ? ['…'] : []
	const action = vscode.l10n.t('Import All the Same')
	const answer = await vscode.window.showWarningMessage(
		vscode.l10n.t('{0} symbolic links in this archive lead out of the volume.', links.length),
		{
			modal: true,
			detail: vscode.l10n.t(
				'{0}\n\nThey may be meant so: a container that follows one sees its own files there. From somebody you do not trust, do not import them.',
				[...shown, ...more].join('\n'),
			),
		},
		action,
	)
	if (answer !== action) throw new Cancelled()
}
