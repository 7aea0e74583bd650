import { posix } from 'node:path'
import * as vscode from 'vscode'
import { Cancelled, Failure } from '../../ui/failure.ts'
import { isVolatile } from '../archive/copyVolume.ts'
import type { DataPlace } from '../data/volumeData.ts'
import { countText } from '../entryItems.ts'
import { confirmLoss, takeRestorePoints, type LossParts } from './confirmLoss.ts'
import { refuseProtected } from './refuseProtected.ts'
import { restoreSettings } from './restoreSettings.ts'

/**
 * Takes a restore point before a folder goes that the Explorer deletes, where the person or their setting wants it. The
 * Explorer has asked whether it may go.
 *
 * @returns Whether there was something to decide.
 * @throws {Failure} when it shall stay after all, or a setting protects the volume.
 * @throws {EngineError} when a restore point that was wanted can't be taken.
 */
export async function confirmFolderLoss(parts: LossParts, { volumeName, path }: DataPlace): Promise<boolean> {
	const { data, inventory, storage } = parts
	const { take } = restoreSettings(storage)
	const facts = await data.stat(volumeName, path)
	if (take === 'never' || facts.kind !== 'folder' || facts.isLink) return false
	await inventory.loaded('volumes')
	const volume = inventory.volumes.get(volumeName)
	const count = await data.count(volumeName, path)
	if (!volume || isVolatile(volume) || count.files === 0) return false
	refuseProtected([volume])
	if (take === 'always') {
		await takeRestorePoints(parts, [volume], 'folder')
		return true
	}
	const question = {
		message: vscode.l10n.t('Delete “{0}” from volume “{1}”?', posix.basename(path), volumeName),
		detail: vscode.l10n.t(
			'In it: {0}. It is deleted for good; a restore point keeps what the volume has now.',
			countText(count),
		),
		action: vscode.l10n.t('Delete'),
	}
	await confirmLoss(parts, question, [volume], 'folder').catch((error: unknown) => {
		// The Explorer tells of nothing else that it was not done.
		throw error instanceof Cancelled ? new Failure(vscode.l10n.t('Nothing was deleted, as you chose.')) : error
	})
	return true
}
