import * as vscode from 'vscode'
import { toEngineError } from '../engine/errors.ts'
import { describe } from '../ui/failure.ts'
import type { Shell } from './operations/openShell.ts'

/** A shell of a container in a terminal of VS Code. */
export class ShellTerminal implements vscode.Pseudoterminal {
	readonly #start: (size: vscode.TerminalDimensions) => Promise<Shell>
	readonly #writes = new vscode.EventEmitter<string>()
	readonly onDidWrite = this.#writes.event
	readonly #ends = new vscode.EventEmitter<number | undefined>()
	readonly onDidClose = this.#ends.event
	#shell: Promise<Shell> | undefined

	constructor(start: (size: vscode.TerminalDimensions) => Promise<Shell>) {
		this.#start = start
	}

	open(size: vscode.TerminalDimensions | undefined): void {
		this.#shell = this.#start(size ?? { rows: 24, columns: 80 })
		this.#shell
			.then((shell) => shell.read((text) => this.#writes.fire(text)))
			.then((code) => this.#ends.fire(code))
			.catch((error: unknown) => {
				if (toEngineError(error).reason === 'cancelled') return
				// The terminal stays, so that it can be read.
				this.#writes.fire(`\r\n${describe(error)}\r\n`)
			})
	}

	handleInput(text: string): void {
		this.#with((shell) => shell.write(text))
	}

	setDimensions(size: vscode.TerminalDimensions): void {
		this.#with((shell) => shell.resize(size))
	}

	close(): void {
		this.#with((shell) => shell.hangUp())
	}

	#with(act: (shell: Shell) => unknown): void {
		// That it could not be started was said.
		this.#shell?.then(act).catch(() => undefined)
	}
}
