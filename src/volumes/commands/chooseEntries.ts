import { posix } from 'node:path'
import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickOne, selected } from '../../ui/pick.ts'
import { undecodableText } from '../data/fileSystemError.ts'
import type { Entry } from '../data/shell.ts'
import type { DataPlace } from '../data/volumeData.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { outermost } from '../places.ts'
import { chooseVolume } from './chooseVolumes.ts'

/**
 * The folder of a volume that a menu was opened on: the folder itself, that of a file, or a volume's root. Without a
 * menu, the root of a volume that the person picks.
 */
export async function chooseFolder(
	parts: Connected<VolumeParts>,
	node: VolumeNode | undefined,
	title: string,
): Promise<DataPlace> {
	if (node?.kind === 'entry') {
		const isFolder = node.entry === undefined || node.entry.kind === 'folder'
		return { volumeName: node.volumeName, path: isFolder ? node.path : posix.dirname(node.path) }
	}
	const { name } = await chooseVolume(parts, node, title)
	return { volumeName: name, path: '/' }
}

/** The entries that are selected, or one that the person finds folder by folder. */
export async function chooseEntries(
	parts: Connected<VolumeParts>,
	node: VolumeNode | undefined,
	nodes: readonly VolumeNode[] | undefined,
	title: string,
): Promise<readonly DataPlace[]> {
	const places = placesOf(selected(node, nodes))
	if (places.length > 0) return places
	const { name } = await chooseVolume(parts, node, title)
	return [await find(parts, { volumeName: name, path: '/' }, title)]
}

/**
 * Where the entries among nodes are, without what is inside of another one of them.
 *
 * @throws {Failure} where the name of one can't be told to a helper.
 */
export function placesOf(nodes: readonly VolumeNode[]): readonly DataPlace[] {
	const entries = nodes.flatMap((node) => (node.kind === 'entry' ? [node] : []))
	if (entries.some(({ entry }) => entry?.undecodable !== undefined)) throw new Failure(undecodableText())
	return outermost(entries.map(({ volumeName, path }) => ({ volumeName, path })))
}

async function find({ data }: Connected<VolumeParts>, start: DataPlace, title: string): Promise<DataPlace> {
	let { path } = start
	for (;;) {
		const entries = (await data.list(start.volumeName, path)).filter(({ undecodable }) => undecodable === undefined)
		const found: Entry | 'this' = await pickOne<Entry | 'this'>({
			title: `${title} · ${start.volumeName}${path}`,
			prompt: vscode.l10n.t('Which file or folder?'),
			none: vscode.l10n.t('This volume is empty.'),
			choices: [
				...(path === '/' ? [] : [{ label: `$(check) ${vscode.l10n.t('This Folder')}`, value: 'this' as const }]),
				...entries.map((entry) => ({
					label: `$(${entry.kind === 'folder' ? 'folder' : 'file'}) ${entry.name}`,
					value: entry,
				})),
			],
		})
		if (found === 'this') return { ...start, path }
		path = posix.join(path, found.name)
		if (found.kind !== 'folder') return { ...start, path }
	}
}
