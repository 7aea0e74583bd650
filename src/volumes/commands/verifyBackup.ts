import { basename } from 'node:path'
import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import { formatDate } from '../../ui/format.ts'
import { readBackup, type Backup } from '../archive/backup.ts'
import type { VolumeParts } from '../parts.ts'
import { amountText, withArchiveProgress } from './archiveProgress.ts'
import { askBackupFile } from './askBackupFile.ts'
import { showDifferences } from './showDifferences.ts'

/** Says whether an archive is whole and holds what its manifest says, without restoring it. Needs no engine. */
export async function verifyBackup(parts: VolumeParts, path?: unknown): Promise<void> {
	const file = typeof path === 'string' ? path : await askBackupFile(vscode.l10n.t('Verify Backup'))
	const name = basename(file)
	const backup = await withArchiveProgress(vscode.l10n.t('Verifying {0}', name), (job) => readBackup(file, job))
	if (backup.damages.length > 0) throw damageFailure(parts, backup)
	const amount = amountText(backup.amount)
	const { manifest } = backup
	void vscode.window.showInformationMessage(
		manifest
			? vscode.l10n.t(
					'“{0}” is intact: {1}, all as the manifest says. Made of the volume “{2}”, {3}.',
					...[name, amount, manifest.origin.volume, formatDate(manifest.origin.createdAt)],
				)
			: vscode.l10n.t(
					'“{0}” can be read to its end: {1}. It was made by another program and has no manifest to hold its content against.',
					...[name, amount],
				),
	)
}

/** A backup differs from its manifest. */
export function damageFailure(parts: VolumeParts, backup: Backup): Failure {
	const message = vscode.l10n.t(
		'The backup “{0}” is damaged: {1} entries differ from its manifest. Do not restore it; take another one.',
		...[basename(backup.path), String(backup.damages.length)],
	)
	const title = vscode.l10n.t('Show Differences')
	const run = () => showDifferences(parts, { title, differences: backup.damages, sides: undefined })
	return new Failure(message, [{ title, run }])
}
