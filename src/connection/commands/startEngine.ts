import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'

/**
 * Offers what starts an engine on this system. On Linux that needs the person's own password, so the command is typed
 * into a terminal and theirs to run; elsewhere Docker Desktop is started.
 */
export async function startEngine(): Promise<void> {
	switch (process.platform) {
		case 'linux':
			return typeIntoTerminal('sudo systemctl start docker')
		case 'darwin':
			return typeIntoTerminal('open -a Docker')
		case 'win32':
			return typeIntoTerminal('& "$Env:ProgramFiles\\Docker\\Docker\\Docker Desktop.exe"')
		default:
			throw new Failure(vscode.l10n.t('Longshore does not know how an engine is started on this system.'), [
				{
					title: vscode.l10n.t('Open Docker’s Instructions'),
					run: () => vscode.env.openExternal(vscode.Uri.parse('https://docs.docker.com/engine/install/')),
				},
			])
	}
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
