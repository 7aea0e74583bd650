import { posix } from 'node:path'
import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import { dataUri } from '../data/fileSystem.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { chooseFolder } from './chooseEntries.ts'
import { askEntryName } from './entryName.ts'

/** Makes an empty file in a volume and opens it. */
export async function newFile(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { engine, data } = connected
	const title = vscode.l10n.t('New File')
	const { volumeName, path } = await chooseFolder(connected, node, title)
	await data.refuseWriting(volumeName)
	const taken = new Set((await data.list(volumeName, path)).map(({ name }) => name))
	const place = { volumeName, path: posix.join(path, await askEntryName({ title, taken })) }
	await data.save(place, new Uint8Array(), { create: true, overwrite: false })
	await vscode.commands.executeCommand('vscode.open', dataUri(engine, place.volumeName, place.path))
}
