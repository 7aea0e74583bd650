import * as vscode from 'vscode'
import { amountsInTime, removalLines } from '../../containers/commands/askRemoval.ts'
import { removeContainer } from '../../containers/operations.ts'
import type { ContainerRecord, VolumeRecord } from '../../engine/records.ts'
import type { Connected } from '../../ui/parts.ts'
import { mayWrite, safestHold, whileHeld } from '../archive/holdContainers.ts'
import type { VolumeNode } from '../node.ts'
import { removeVolume } from '../operations.ts'
import type { VolumeParts } from '../parts.ts'
import { shortName } from '../volume.ts'
import { chooseVolumes } from './chooseVolumes.ts'
import { askLoss } from './confirmLoss.ts'
import { freeVolume } from './freeVolume.ts'

/** Removes volumes. One that is in use is removed only with its containers, which are named. */
export async function removeVolumes(
	connected: Connected<VolumeParts>,
	node?: VolumeNode,
	nodes?: readonly VolumeNode[],
): Promise<void> {
	const { engine, data, view } = connected
	const volumes = await chooseVolumes(connected, node, nodes, vscode.l10n.t('Remove Volume'))
	const usersById = new Map(volumes.flatMap((volume) => view.usersOf(volume.name)).map((user) => [user.id, user]))
	const users = [...usersById.values()]
	const amounts = await amountsInTime(engine, users)
	const takePoints = await askLoss(connected, questionFor(volumes, users, amounts), volumes, 'remove')
	for (const { name } of volumes) await freeVolume(connected, name)
	// Nothing writes while a restore point is taken; where that fails, whatever ran goes on.
	const writers = takePoints ? users.filter((user) => volumes.some(({ name }) => mayWrite(user, name))) : []
	await whileHeld(engine, writers, await safestHold(engine, writers), async () => {
		await takePoints?.()
		for (const user of users) await removeContainer(engine, user)
	})
	for (const { name } of volumes) {
		await data.withheld(name, async () => {
			// Who looked at it when its containers went looks again.
			await freeVolume(connected, name)
			await removeVolume(engine, name)
		})
	}
}

function questionFor(
	volumes: readonly VolumeRecord[],
	users: readonly ContainerRecord[],
	amounts: ReadonlyMap<string, number>,
) {
	const [first] = volumes
	const message =
		volumes.length === 1
			? vscode.l10n.t('Remove volume “{0}” and all its data?', first ? shortName(first) : '')
			: vscode.l10n.t('Remove {0} volumes and all their data?', volumes.length)
	const names = volumes.map((volume) => `• ${volume.name}`).join('\n')
	const detail = volumes.length === 1 ? [] : [names]
	if (users.length === 0) {
		return {
			message,
			detail: [...detail, vscode.l10n.t('The data is lost; this cannot be undone.')].join('\n\n'),
			action: vscode.l10n.t('Remove'),
		}
	}
	return {
		message,
		detail: [
			...detail,
			vscode.l10n.t('These containers use it and must be removed first:'),
			removalLines(users, amounts),
			vscode.l10n.t('The data, and what these containers wrote outside of volumes, is lost; this cannot be undone.'),
		].join('\n\n'),
		action: vscode.l10n.t('Remove Containers and Data'),
	}
}
