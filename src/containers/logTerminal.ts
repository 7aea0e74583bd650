import * as vscode from 'vscode'
import type { Engine } from '../engine/engine.ts'
import { toEngineError } from '../engine/errors.ts'
import { describe } from '../ui/failure.ts'
import { containerDetails } from './operations.ts'
import { followLogs, type LogPiece } from './operations/followLogs.ts'
import { nextStart } from './operations/nextStart.ts'

/** So many lines from before are shown. */
const tail = 1_000
/** The terminal takes no more in one go than this, in characters; what it is handed faster it would have to keep. */
const mouthful = 256_000
/** After each mouthful, ms. */
const swallowing = 50

/**
 * A container's output in a terminal, which shows its colours and keeps as many lines as the person's settings say.
 * Where the container ends it waits, and goes on when it starts again. Closing it ends it.
 */
export class LogTerminal implements vscode.Pseudoterminal {
	readonly #engine: Engine
	readonly #containerId: string
	readonly #writes = new vscode.EventEmitter<string>()
	readonly onDidWrite = this.#writes.event
	readonly #abort = new AbortController()

	constructor(engine: Engine, containerId: string) {
		this.#engine = engine
		this.#containerId = containerId
	}

	open(): void {
		this.#follow(this.#abort.signal).catch((error: unknown) => {
			if (toEngineError(error).reason !== 'cancelled') this.#say(describe(error))
		})
	}

	handleInput(data: string): void {
		// Ctrl-C ends following, as it does with docker's own command; what was written stays.
		if (data !== '\u0003' || this.#abort.signal.aborted) return
		this.#abort.abort()
		this.#say(vscode.l10n.t('No longer followed.'))
	}

	close(): void {
		this.#abort.abort()
		this.#writes.dispose()
	}

	async #follow(signal: AbortSignal): Promise<void> {
		const { tty, startedAt } = await containerDetails(this.#engine, this.#containerId)
		await this.#write(followLogs(this.#engine, this.#containerId, { tty, tail, signal }), tty)
		let begun: string | undefined = startedAt
		while (!signal.aborted) {
			this.#say(vscode.l10n.t('The container has stopped.'))
			begun = await nextStart(this.#engine, this.#containerId, { startedAt: begun, signal })
			if (begun === undefined) return this.#say(vscode.l10n.t('The container was removed.'))
			const since = Date.parse(begun) / 1000
			await this.#write(followLogs(this.#engine, this.#containerId, { tty, since, signal }), tty)
		}
	}

	async #write(pieces: AsyncIterable<LogPiece>, tty: boolean): Promise<void> {
		let taken = 0
		for await (const { text } of pieces) {
			this.#writes.fire(tty ? text : text.replaceAll(/\r?\n/g, '\r\n'))
			taken += text.length
			if (taken < mouthful) continue
			taken = 0
			await new Promise((resolve) => setTimeout(resolve, swallowing))
		}
	}

	#say(text: string): void {
		this.#writes.fire(`\r\n\u001B[2m${text}\u001B[0m\r\n`)
	}
}
