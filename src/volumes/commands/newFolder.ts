import { posix } from 'node:path'
import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { chooseFolder } from './chooseEntries.ts'
import { askEntryName } from './entryName.ts'

/** Makes a folder in a volume. */
export async function newFolder(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { data, view } = connected
	const title = vscode.l10n.t('New Folder')
	const { volumeName, path } = await chooseFolder(connected, node, title)
	await data.refuseWriting(volumeName)
	const taken = new Set((await data.list(volumeName, path)).map(({ name }) => name))
	const place = { volumeName, path: posix.join(path, await askEntryName({ title, taken })) }
	await data.createFolder(place)
	await view.revealFolder(place)
}
