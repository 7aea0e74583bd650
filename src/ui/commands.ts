import * as vscode from 'vscode'
import type { Log } from '../engine/log.ts'
import { showFailure } from './failure.ts'

/** Command id to handler. Each feature has one; the manifest is held against their sum by a test. */
// The arguments differ from command to command; each handler states its own, VS Code passes what the menu was opened on.
export type CommandTable = Readonly<Record<string, (...rest: never[]) => Promise<void> | void>>

/** Something of which a person has selected a part: a view. */
export interface Selectable {
	readonly selection: readonly unknown[]
}

/**
 * Registers every command. A rejection ends here, in front of the person; what was cancelled ends here in silence.
 *
 * @param views By id. A key binding passes nothing of what is selected, only the `view` that it names in the manifest.
 */
export function registerCommands(
	table: CommandTable,
	views: ReadonlyMap<string, Selectable>,
	log: Log,
): vscode.Disposable {
	return vscode.Disposable.from(
		...Object.entries(table).map(([id, handler]) =>
			vscode.commands.registerCommand(id, async (...rest: never[]) => {
				log.debug(id)
				try {
					await handler(...withSelection(rest, views))
				} catch (error) {
					await showFailure(error, log)
				}
			}),
		),
	)
}

function withSelection(rest: never[], views: ReadonlyMap<string, Selectable>): never[] {
	const selection = views.get(viewOf(rest[0]) ?? '')?.selection
	return selection === undefined ? rest : ([selection[0], selection] as never[])
}

function viewOf(argument: unknown): string | undefined {
	if (typeof argument !== 'object' || argument === null || !('view' in argument)) return undefined
	return typeof argument.view === 'string' ? argument.view : undefined
}
