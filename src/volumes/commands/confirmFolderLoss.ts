import { posix } from 'node:path'
import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import { isVolatile } from '../archive/copyVolume.ts'
import type { DataPlace } from '../data/volumeData.ts'
import { countText } from '../entryItems.ts'
import { takeRestorePoints, type LossParts } from './confirmLoss.ts'
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
	if (take === 'always' || (await wantsPoint(path, volumeName, countText(count)))) {
		await takeRestorePoints(parts, [volume], 'folder')
	}
	return true
}

async function wantsPoint(path: string, volumeName: string, amount: string): Promise<boolean> {
	const without = vscode.l10n.t('Delete')
	const withPoint = vscode.l10n.t('{0}, Keep Restore Point', without)
	const answer = await vscode.window.showWarningMessage(
		vscode.l10n.t('Delete “{0}” from volume “{1}”?', posix.basename(path), volumeName),
		{
			modal: true,
			detail: vscode.l10n.t(
				'In it: {0}. It is deleted for good; a restore point keeps what the volume has now.',
				amount,
			),
		},
		without,
		withPoint,
	)
	if (answer === undefined) throw new Failure(vscode.l10n.t('Nothing was deleted, as you chose.'))
	return answer === withPoint
}
