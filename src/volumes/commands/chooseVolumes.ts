import * as vscode from 'vscode'
import type { VolumeRecord } from '../../engine/records.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickMany, pickOne, selected } from '../../ui/pick.ts'
import { volumeChoice } from '../items.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { inOrder } from '../volume.ts'

/** The volume that a menu was opened on, or one that the person picks. */
export async function chooseVolume(
	parts: Connected<VolumeParts>,
	node: VolumeNode | undefined,
	title: string,
): Promise<VolumeRecord> {
	await parts.inventory.loaded('volumes', 'containers')
	return (node && parts.inventory.volumes.get(node.volumeName)) ?? pickOne(question(parts, title))
}

/** The volumes that are selected, or those that the person picks. */
export async function chooseVolumes(
	parts: Connected<VolumeParts>,
	node: VolumeNode | undefined,
	nodes: readonly VolumeNode[] | undefined,
	title: string,
): Promise<readonly VolumeRecord[]> {
	await parts.inventory.loaded('volumes', 'containers')
	const names = new Set(selected(node, nodes).flatMap((each) => (each.kind === 'volume' ? each.volumeName : [])))
	const volumes = [...names].flatMap((name) => parts.inventory.volumes.get(name) ?? [])
	return volumes.length > 0 ? volumes : pickMany(question(parts, title))
}

function question({ inventory, view }: Connected<VolumeParts>, title: string) {
	return {
		title,
		prompt: vscode.l10n.t('Which volume?'),
		none: vscode.l10n.t('This engine has no volumes.'),
		choices: inOrder(inventory.volumes.values()).map((volume) => volumeChoice(volume, view.usersOf(volume.name))),
	}
}
