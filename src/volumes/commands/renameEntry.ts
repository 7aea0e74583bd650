import { posix } from 'node:path'
import * as vscode from 'vscode'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { chooseEntries } from './chooseEntries.ts'
import { askEntryName } from './entryName.ts'

/** Gives a file or folder of a volume another name. */
export async function renameEntry(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { data } = connected
	const title = vscode.l10n.t('Rename')
	const [place] = await chooseEntries(connected, node, undefined, title)
	if (!place || place.path === '/') throw new Cancelled()
	const folder = posix.dirname(place.path)
	const taken = new Set((await data.list(place.volumeName, folder)).map(({ name }) => name))
	const value = posix.basename(place.path)
	const name = await askEntryName({ title, value, taken })
	if (name === value) return
	await data.rename(place, { ...place, path: posix.join(folder, name) }, { overwrite: false })
}
