import { posix } from 'node:path'
import * as vscode from 'vscode'
import { formatBytes } from '../../ui/format.ts'
import { withProgress, type Progress } from '../../ui/progress.ts'
import type { TransferAmount } from '../data/transfer.ts'
import { upload } from '../data/upload.ts'
import type { DataPlace } from '../data/volumeData.ts'
import type { Chosen } from '../droppedFiles.ts'
import { countText } from '../entryItems.ts'
import { confirmLoss, type LossParts } from './confirmLoss.ts'

/** Brings files and folders into a folder of a volume; asks before anything is replaced. */
export async function bringFiles(parts: LossParts, chosen: readonly Chosen[], folder: DataPlace): Promise<void> {
	await parts.data.refuseWriting(folder.volumeName)
	const names = chosen.map(({ name }) => name)
	const overwrite = await confirmReplacing(parts, names, folder)
	await withProgress(vscode.l10n.t('Uploading to {0}', folder.volumeName), async (signal, report) => {
		const sources = await Promise.all(chosen.map(({ source }) => source(signal)))
		await upload(parts.data, sources, folder, {
			overwrite,
			signal,
			report: (done, total) => report(amountProgress(done, total)),
		})
	})
}

/**
 * Asks whether what has one of these names may be replaced. A folder can be much: a restore point of its volume is
 * offered first.
 *
 * @returns Whether there is something to replace.
 * @throws {Cancelled}
 */
export async function confirmReplacing(
	parts: LossParts,
	names: readonly string[],
	{ volumeName, path }: DataPlace,
): Promise<boolean> {
	const { data, inventory } = parts
	const taken = (await data.list(volumeName, path)).filter(({ name }) => names.includes(name))
	if (taken.length === 0) return false
	const lines = await Promise.all(
		taken.map(async ({ name }) => `• ${name} (${countText(await data.count(volumeName, posix.join(path, name)))})`),
	)
	const question = {
		message: vscode.l10n.t('Replace what is in volume “{0}” already?', volumeName),
		detail: [lines.join('\n'), vscode.l10n.t('What is replaced is lost; this cannot be undone.')].join('\n\n'),
		action: vscode.l10n.t('Replace'),
	}
	const hasFolder = taken.some(({ kind, isLink }) => kind === 'folder' && !isLink)
	await inventory.loaded('volumes')
	const volume = hasFolder ? inventory.volumes.get(volumeName) : undefined
	await confirmLoss(parts, question, volume ? [volume] : [], 'folder')
	return true
}

/** How far a transfer is, in files and bytes. */
export function amountProgress(done: TransferAmount, total: TransferAmount): Progress {
	const bytes = vscode.l10n.t('{0} of {1}', formatBytes(done.bytes), formatBytes(total.bytes))
	const files = total.files > 1 ? vscode.l10n.t('{0} of {1} files', done.files, total.files) : ''
	return {
		message: [bytes, files].filter(Boolean).join(' · '),
		fraction: (done.bytes + done.files) / Math.max(1, total.bytes + total.files),
	}
}
