import * as vscode from 'vscode'
import type { Connection } from '../engine/connection.ts'
import { Disposable } from '../engine/disposable.ts'
import { welcomeOf, type Welcome } from './welcome.ts'

/** Keeps the context key that chooses the welcome view in step with the connection. */
export class ConnectionStatus extends Disposable {
	#shown: Welcome | undefined

	constructor(connection: Connection) {
		super()
		this.register(connection.onDidChangeState((state) => this.#show(welcomeOf(state))))
		this.#show(welcomeOf(connection.state))
	}

	#show(welcome: Welcome): void {
		if (welcome === this.#shown) return
		this.#shown = welcome
		void vscode.commands.executeCommand('setContext', 'longshore.engine', welcome)
	}
}
