import * as vscode from 'vscode'
import { toEngineError } from '../../engine/errors.ts'
import type { VolumeRecord } from '../../engine/records.ts'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickMany } from '../../ui/pick.ts'
import { volumeChoice } from '../items.ts'
import { removeVolume } from '../operations.ts'
import type { VolumeParts } from '../parts.ts'
import { inOrder, isAnonymous } from '../volume.ts'

/**
 * Removes volumes that no container uses: exactly those that the person saw and left ticked. Engines differ in what
 * their own prune takes (named volumes until 22, anonymous ones since), so it is not called.
 */
export async function pruneVolumes({ engine, inventory, view, data }: Connected<VolumeParts>): Promise<void> {
	await inventory.loaded('volumes', 'containers')
	const unused = [...inventory.volumes.values()].filter((volume) => view.usersOf(volume.name).length === 0)
	const chosen = await pickMany(
		{
			title: vscode.l10n.t('Prune Unused Volumes'),
			prompt: vscode.l10n.t('Those that are ticked go, with their data. Anonymous ones are ticked.'),
			none: vscode.l10n.t('Every volume is in use.'),
			choices: unused.sort(inOrder).map((volume) => volumeChoice(volume, [])),
		},
		isAnonymous,
	)
	const confirmed = await confirmDestruction({
		message: vscode.l10n.t('Remove {0} unused volumes and all their data?', chosen.length),
		detail: `${chosen.map((volume) => `• ${volume.name}`).join('\n')}\n\n${vscode.l10n.t('The data is lost; this cannot be undone.')}`,
		action: vscode.l10n.t('Remove'),
	})
	if (!confirmed) throw new Cancelled()
	const kept: VolumeRecord[] = []
	for (const volume of chosen) {
		await data.close(volume.name)
		try {
			await removeVolume(engine, volume.name)
		} catch (error) {
			// Taken into use, or removed, by someone else in the meantime: the others go nevertheless.
			const { reason } = toEngineError(error)
			if (reason === 'inUse') kept.push(volume)
			else if (reason !== 'notFound') throw error
		}
	}
	if (kept.length > 0) {
		const names = kept.map((volume) => volume.name).join(', ')
		void vscode.window.showWarningMessage(vscode.l10n.t('Kept, because a container uses them now: {0}', names))
	}
}
