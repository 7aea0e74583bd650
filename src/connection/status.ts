import * as vscode from 'vscode'
import type { Connection } from '../engine/connection.ts'
import { Disposable } from '../engine/disposable.ts'
import type { Inventory } from '../engine/inventory.ts'
import { welcomeOf, type Welcome } from './welcome.ts'

/** Keeps the context keys that choose the welcome views in step with the connection, and with the lists that are there. */
export class ConnectionStatus extends Disposable {
	#shown: Welcome | undefined

	constructor(connection: Connection, inventory: Inventory) {
		super()
		this.register(connection.onDidChangeState((state) => this.#show(welcomeOf(state))))
		this.#show(welcomeOf(connection.state))
		this.register(
			inventory.onDidChange(({ reset }) => {
				for (const kind of reset) setContext(`longshore.${kind}.listed`, inventory.isListed(kind))
			}),
		)
	}

	#show(welcome: Welcome): void {
		if (welcome === this.#shown) return
		this.#shown = welcome
		setContext('longshore.engine', welcome)
	}
}

function setContext(key: string, value: unknown): void {
	void vscode.commands.executeCommand('setContext', key, value)
}
