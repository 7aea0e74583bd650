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

/** The commands of each noun (`volumes` in `longshore.volumes.create`); their code is read when one is first run. */
export type CommandTables = Readonly<Record<string, () => Promise<CommandTable>>>

/**
 * Registers every command. A rejection ends here, in front of the person; what was cancelled ends here in silence.
 *
 * @param ids As the manifest declares them; a test holds it against the tables.
 * @param views By id. A key binding passes nothing of what is selected, only the `view` that it names in the manifest.
 */
export function registerCommands(
	ids: readonly string[],
	tables: CommandTables,
	views: ReadonlyMap<string, Selectable>,
	log: Log,
): vscode.Disposable {
	const loaded = new Map<string, Promise<CommandTable>>()
	const handlerOf = async (id: string) => {
		const [, noun = ''] = id.split('.')
		const table = loaded.get(noun) ?? tables[noun]?.() ?? Promise.resolve<CommandTable>({})
		loaded.set(noun, table)
		const handler = (await table)[id]
		if (!handler) throw new Error(`Nothing handles ${id}.`)
		return handler
	}
	return vscode.Disposable.from(
		...ids.map((id) =>
			vscode.commands.registerCommand(id, async (...rest: never[]) => {
				log.debug(id)
				const chosen = withSelection(rest, views)
				try {
					const handler = await handlerOf(id)
					await handler(...chosen)
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
