import * as vscode from 'vscode'
import type { Log } from '../engine/log.ts'
import { showFailure } from './failure.ts'

/** Command id to handler. Each feature has one; the manifest is held against their sum by a test. */
// The arguments differ from command to command; each handler states its own, VS Code passes what the menu was opened on.
export type CommandTable = Readonly<Record<string, (...rest: never[]) => Promise<void> | void>>

/** Registers every command. A rejection ends here, in front of the person; what was cancelled ends here in silence. */
export function registerCommands(table: CommandTable, log: Log): vscode.Disposable {
	return vscode.Disposable.from(
		...Object.entries(table).map(([id, handler]) =>
			vscode.commands.registerCommand(id, async (...rest: never[]) => {
				log.debug(id)
				try {
					await handler(...rest)
				} catch (error) {
					await showFailure(error, log)
				}
			}),
		),
	)
}
