import type * as vscode from 'vscode'
import type { CommandTables, Selectable } from './commands.ts'

/** What a feature gives to the whole: its commands by noun, and its views by id. */
export interface Feature {
	readonly commands: CommandTables
	readonly views: Readonly<Record<string, Selectable>>
}

/** Ends a part together with the extension. */
export type Own = <T extends vscode.Disposable>(part: T) => T
