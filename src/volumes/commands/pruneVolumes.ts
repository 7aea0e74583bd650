import * as vscode from 'vscode'
import type { Engine } from '../../engine/engine.ts'
import { toEngineError } from '../../engine/errors.ts'
import type { VolumeRecord } from '../../engine/records.ts'
import { formatBytes, formatDate } from '../../ui/format.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickMany } from '../../ui/pick.ts'
import { endShowing } from '../data/otherHelpers.ts'
import { protection } from '../data/protection.ts'
import { volumeChoice } from '../items.ts'
import { removeVolume, volumeSizes } from '../operations.ts'
import type { VolumeParts } from '../parts.ts'
import { inOrder, isAnonymous } from '../volume.ts'
import { confirmLoss } from './confirmLoss.ts'

/** The list does not wait longer for the sizes in it; ms. */
const patience = 2_000

/**
 * Removes volumes that no container uses: exactly those that the person saw and left ticked. Engines differ in what
 * their own prune takes (named volumes until 22, anonymous ones since), so it is not called.
 */
export async function pruneVolumes(connected: Connected<VolumeParts>): Promise<void> {
	const { engine, inventory, view, data } = connected
	await inventory.loaded('volumes', 'containers')
	const isProtected = protection()
	const unused = [...inventory.volumes.values()].filter(
		({ name }) => view.usersOf(name).length === 0 && !isProtected(name),
	)
	const measured = unused.length === 0 ? new Map<string, number>() : await sizesInTime(engine)
	const sizeOf = ({ name }: VolumeRecord) => measured.get(name) ?? view.sizeOf(name)
	const chosen = await pickMany(
		{
			title: vscode.l10n.t('Prune Unused Volumes'),
			prompt: vscode.l10n.t('Those that are ticked go, with their data. Anonymous ones are ticked.'),
			none: vscode.l10n.t('Every volume is in use, or read-only by the setting “longshore.volumes.readOnly”.'),
			choices: inOrder(unused).map((volume) => ({
				...volumeChoice(volume, []),
				detail: pruneFacts(volume, sizeOf(volume)),
			})),
		},
		isAnonymous,
	)
	const lines = chosen.map((volume) => `• ${pruneLine(volume, sizeOf(volume))}`)
	const question = {
		message: vscode.l10n.t('Remove {0} unused volumes and all their data?', chosen.length),
		detail: `${lines.join('\n')}\n\n${vscode.l10n.t('The data is lost; this cannot be undone.')}`,
		action: vscode.l10n.t('Remove'),
	}
	await confirmLoss(connected, question, chosen, 'prune')
	const kept: VolumeRecord[] = []
	for (const volume of chosen) {
		try {
			await data.withheld(volume.name, async () => {
				await endShowing(engine, volume.name)
				await removeVolume(engine, volume.name)
			})
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

/** How many bytes volumes hold, as far as the engine says so in time. */
function sizesInTime(engine: Engine): Promise<ReadonlyMap<string, number>> {
	// Without the sizes the list is still true.
	return volumeSizes(engine, AbortSignal.timeout(patience)).catch(() => new Map<string, number>())
}

function pruneLine(volume: VolumeRecord, size: number | undefined): string {
	const facts = pruneFacts(volume, size)
	return facts === '' ? volume.name : `${volume.name} (${facts})`
}

function pruneFacts({ createdAt }: VolumeRecord, size: number | undefined): string {
	return [
		createdAt ? vscode.l10n.t('made {0}', formatDate(createdAt)) : '',
		size === undefined ? vscode.l10n.t('size not computed') : formatBytes(size),
	]
		.filter(Boolean)
		.join(' · ')
}
