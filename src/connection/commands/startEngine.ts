import * as vscode from 'vscode'
import type { Connection } from '../../engine/connection.ts'
import { chooseEngine, Failure } from '../../ui/failure.ts'
import { startCommand } from '../startCommand.ts'

/**
 * Offers what starts the engine that doesn't answer. It may need the person's own password, so the command is typed into
 * a terminal and theirs to run.
 *
 * @throws {Failure} where it runs on another machine, or is none that Longshore knows.
 */
export async function startEngine({ state }: Connection): Promise<void> {
	const endpoint = state.kind === 'failed' ? state.endpoint : undefined
	const command = startCommand(process.platform, endpoint)
	if (command !== undefined) {
		typeIntoTerminal(command)
		return
	}
	if (endpoint && endpoint.kind !== 'socket') {
		throw new Failure(
			vscode.l10n.t(
				'The engine at {0} can only be started on its own machine, or another one be chosen.',
				endpoint.host,
			),
			[chooseEngine()],
		)
	}
	throw new Failure(vscode.l10n.t('Longshore does not know how an engine is started on this system.'), [
		{
			title: vscode.l10n.t('Open Docker’s Instructions'),
			run: () => vscode.env.openExternal(vscode.Uri.parse('https://docs.docker.com/engine/install/')),
		},
		chooseEngine(),
	])
}

/** Lets the person join the group that may use the socket. Takes effect at their next login, which the terminal says. */
export async function joinGroup(): Promise<void> {
	const answer = vscode.l10n.t('Open Terminal')
	const chosen = await vscode.window.showInformationMessage(
		vscode.l10n.t('Join the group “docker”?'),
		{
			modal: true,
			detail: vscode.l10n.t(
				'Members of this group have the rights of root on this machine through the engine. The command is typed into a terminal, not run. It takes effect when you log in again.',
			),
		},
		answer,
	)
	if (chosen === answer) typeIntoTerminal('sudo usermod -aG docker "$USER"')
}

function typeIntoTerminal(line: string): void {
	const terminal = vscode.window.createTerminal(vscode.l10n.t('Docker Engine'))
	terminal.show()
	terminal.sendText(line, false)
}
