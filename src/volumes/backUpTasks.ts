import * as vscode from 'vscode'
import type { TaskParts } from './commands/backUpTerminal.ts'

/** Tasks that back up volumes without a question. */
export function registerBackUpTasks(parts: TaskParts): vscode.Disposable {
	return vscode.tasks.registerTaskProvider('longshore: backup', {
		provideTasks: () => [],
		resolveTask: ({ definition, scope, name }) => {
			// It is given the definition with VS Code's variables in place.
			const execution = new vscode.CustomExecution(async (resolved) => {
				const { BackUpTerminal } = await import('./commands/backUpTerminal.ts')
				return new BackUpTerminal(parts, resolved)
			})
			// VS Code knows the task by this very definition.
			return new vscode.Task(definition, scope ?? vscode.TaskScope.Workspace, name, 'longshore', execution)
		},
	})
}
