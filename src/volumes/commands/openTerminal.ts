import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { VolumeTerminal } from '../terminal.ts'
import { chooseFolder } from './chooseEntries.ts'

/** Opens a shell beside a volume's data. */
export async function openTerminal(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const place = await chooseFolder(connected, node, vscode.l10n.t('Open Terminal in Volume'))
	const terminal = vscode.window.createTerminal({
		name: place.volumeName,
		iconPath: new vscode.ThemeIcon('database'),
		pty: new VolumeTerminal(connected.data, place),
		isTransient: true,
	})
	terminal.show()
}
