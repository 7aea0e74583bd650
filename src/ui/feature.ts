import type * as vscode from 'vscode'
import type { CommandTable, Selectable } from './commands.ts'

/** What a feature gives to the whole: its commands by id, and its views by id. */
export interface Feature {
	readonly commands: CommandTable
	readonly views: Readonly<Record<string, Selectable>>
}

/** Ends a part together with the extension. */
export type Own = <T extends vscode.Disposable>(part: T) => T
