import { posix } from 'node:path'
import * as vscode from 'vscode'
import { isActive } from '../../containers/container.ts'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { countText } from '../entryItems.ts'
import type { DataPlace } from '../data/volumeData.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { chooseEntries } from './chooseEntries.ts'
import { confirmLoss } from './confirmLoss.ts'

/** More than so many are not named one by one. */
const named = 10

/** Deletes files and folders of a volume, after saying how much it is. */
export async function deleteEntries(
	connected: Connected<VolumeParts>,
	node?: VolumeNode,
	nodes?: readonly VolumeNode[],
): Promise<void> {
	const { data } = connected
	const chosen = await chooseEntries(connected, node, nodes, vscode.l10n.t('Delete'))
	const places = chosen.filter(({ path }) => path !== '/')
	if (places.length === 0) throw new Cancelled()
	await confirmed(connected, places)
	for (const place of places) await data.remove(place, { recursive: true })
}

/** A folder can be much: a restore point of its volume is offered first. */
async function confirmed(connected: Connected<VolumeParts>, places: readonly DataPlace[]): Promise<void> {
	const { data, inventory } = connected
	const question = await questionFor(connected, places)
	const facts = await Promise.all(places.map(({ volumeName, path }) => data.stat(volumeName, path)))
	const folders = places.filter((_, index) => facts[index]?.kind === 'folder' && !facts[index]?.isLink)
	const names = new Set(folders.map(({ volumeName }) => volumeName))
	const volumes = [...names].flatMap((name) => inventory.volumes.get(name) ?? [])
	if (volumes.length > 0) await confirmLoss(connected, question, volumes, 'folder')
	else if (!(await confirmDestruction(question))) throw new Cancelled()
}

async function questionFor({ data, view }: Connected<VolumeParts>, places: readonly DataPlace[]) {
	const lines = await Promise.all(
		places.slice(0, named).map(async ({ volumeName, path }) => {
			const count = countText(await data.count(volumeName, path))
			return `• ${posix.basename(path)} (${count})`
		}),
	)
	if (places.length > named) lines.push(vscode.l10n.t('• and {0} more', places.length - named))
	const users = new Set(places.flatMap(({ volumeName }) => view.usersOf(volumeName).filter(isActive)))
	const [first] = places
	return {
		message:
			places.length === 1 && first
				? vscode.l10n.t('Delete “{0}” from volume “{1}”?', posix.basename(first.path), first.volumeName)
				: vscode.l10n.t('Delete {0} files and folders?', places.length),
		detail: [
			lines.join('\n'),
			...(users.size === 0
				? []
				: [vscode.l10n.t('In use at the moment by: {0}', [...users].map(({ name }) => name).join(', '))]),
			vscode.l10n.t('It is deleted at once and for good; this cannot be undone.'),
		].join('\n\n'),
		action: vscode.l10n.t('Delete'),
	}
}
