import * as vscode from 'vscode'
import { Disposable } from '../../engine/disposable.ts'
import type { ImageParts } from '../parts.ts'
import { pushTaskType } from './pushTaskDefinition.ts'

/** Runs tasks of the type `longshore: push` from `tasks.json`. */
export class PushTasks extends Disposable implements vscode.TaskProvider {
	readonly #parts: ImageParts

	constructor(parts: ImageParts) {
		super()
		this.#parts = parts
		this.register(vscode.tasks.registerTaskProvider(pushTaskType, this))
	}

	/** None come by themselves: what is pushed, and where to, is somebody's decision. */
	provideTasks(): vscode.Task[] {
		return []
	}

	resolveTask(task: vscode.Task): vscode.Task {
		const run = new vscode.CustomExecution(async (resolved) => {
			const { PushTerminal } = await import('./pushTerminal.ts')
			return new PushTerminal(this.#parts, resolved)
		})
		return new vscode.Task(task.definition, task.scope ?? vscode.TaskScope.Workspace, task.name, 'longshore', run)
	}
}
