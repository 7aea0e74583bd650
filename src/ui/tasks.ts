import * as vscode from 'vscode'
import { toEngineError } from '../engine/errors.ts'
import { Cancelled, describe } from './failure.ts'

/** What a task has of its terminal. */
export interface TaskSession {
	/** Says a line. */
	readonly write: (line: string) => void
	/** Aborted when the terminal is closed. */
	readonly signal: AbortSignal
}

/**
 * What a task does.
 *
 * @param definition As it stands in `tasks.json`, with VS Code's variables in place.
 * @returns Whether all of it was done. What it throws is said, too.
 */
export type RunTask = (definition: unknown, session: TaskSession) => Promise<boolean>

/**
 * Runs tasks of a type from `tasks.json`. None come by themselves: what is done, and where to, is somebody's decision.
 *
 * @param load Its code is read when one is first run.
 */
export function registerTasks(type: string, load: () => Promise<RunTask>): vscode.Disposable {
	return vscode.tasks.registerTaskProvider(type, {
		provideTasks: () => [],
		resolveTask: ({ definition, scope, name }) => {
			const execution = new vscode.CustomExecution(async (resolved) => {
				const run = await load()
				return new TaskTerminal((session) => run(resolved, session))
			})
			// VS Code knows the task by this very definition.
			return new vscode.Task(definition, scope ?? vscode.TaskScope.Workspace, name, 'longshore', execution)
		},
	})
}

/** Where a task says what it does; closing it cancels. */
export class TaskTerminal implements vscode.Pseudoterminal {
	readonly #run: (session: TaskSession) => Promise<boolean>
	readonly #abort = new AbortController()
	readonly #writes = new vscode.EventEmitter<string>()
	readonly #ends = new vscode.EventEmitter<number>()
	readonly onDidWrite = this.#writes.event
	readonly onDidClose = this.#ends.event

	constructor(run: (session: TaskSession) => Promise<boolean>) {
		this.#run = run
	}

	open(): void {
		const write = (line: string) => this.#writes.fire(`${line.replaceAll('\n', '\r\n')}\r\n`)
		this.#run({ write, signal: this.#abort.signal }).then(
			(isDone) => this.#ends.fire(isDone ? 0 : 1),
			(error: unknown) => {
				const isCancelled = error instanceof Cancelled || toEngineError(error).reason === 'cancelled'
				write(isCancelled ? vscode.l10n.t('Cancelled.') : describe(error))
				this.#ends.fire(1)
			},
		)
	}

	close(): void {
		this.#abort.abort()
	}
}
