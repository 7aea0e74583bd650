import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { chooseEntries } from './chooseEntries.ts'

/** Copies the paths of files and folders inside of their volume, a line for each. */
export async function copyEntryPath(
	connected: Connected<VolumeParts>,
	node?: VolumeNode,
	nodes?: readonly VolumeNode[],
): Promise<void> {
	const places = await chooseEntries(connected, node, nodes, vscode.l10n.t('Copy Path'))
	await vscode.env.clipboard.writeText(places.map(({ path }) => path).join('\n'))
}
