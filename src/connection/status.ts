import * as vscode from 'vscode'
import type { Connection, ConnectionState } from '../engine/connection.ts'
import { Disposable } from '../engine/disposable.ts'

/** Which welcome view stands in the empty views; the context key `longshore.engine`. */
type Welcome = 'connecting' | 'connected' | 'none' | 'denied' | 'certificate' | 'unsupported' | 'invalid' | 'failed'

function welcomeOf(state: ConnectionState): Welcome {
	switch (state.kind) {
		case 'idle':
		case 'connecting':
			return 'connecting'
		case 'connected':
			return 'connected'
		case 'failed':
			switch (state.error.reason) {
				case 'unreachable':
				case 'timeout':
				case 'notFound':
					return 'none'
				case 'denied':
				case 'certificate':
				case 'unsupported':
				case 'invalid':
					return state.error.reason
				default:
					return 'failed'
			}
	}
}

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
