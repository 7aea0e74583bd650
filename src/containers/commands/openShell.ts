import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { findShell } from '../operations/execute.ts'
import { Shell } from '../operations/openShell.ts'
import type { ContainerParts } from '../parts.ts'
import { ShellTerminal } from '../shellTerminal.ts'
import { chooseContainer, type ContainerNode } from './chooseContainers.ts'

/** Looking for a shell ends after this; ms. */
const patience = 30_000

/** Opens a shell of a running container in a terminal. */
export async function openShell(connected: Connected<ContainerParts>, node?: ContainerNode): Promise<void> {
	const { engine } = connected
	const title = vscode.l10n.t('Open Shell')
	const { id, name, state } = await chooseContainer(connected, node, title, (each) => each.state === 'running')
	if (state !== 'running') throw notRunning(id, name, state === 'paused')
	const path = await findShell(engine, id, AbortSignal.timeout(patience))
	if (path === undefined) {
		throw new Failure(vscode.l10n.t('“{0}” has no shell: its image was made without one.', name))
	}
	const terminal = vscode.window.createTerminal({
		name,
		iconPath: new vscode.ThemeIcon('terminal'),
		isTransient: true,
		pty: new ShellTerminal((size) => Shell.open(engine, id, path, size)),
	})
	terminal.show()
}

function notRunning(containerId: string, name: string, isPaused: boolean): Failure {
	const command = isPaused ? 'longshore.containers.unpause' : 'longshore.containers.start'
	return new Failure(vscode.l10n.t('“{0}” is not running, so no shell can be opened in it.', name), [
		{
			title: isPaused ? vscode.l10n.t('Unpause Container') : vscode.l10n.t('Start Container'),
			run: () => vscode.commands.executeCommand(command, { containerId }),
		},
	])
}
