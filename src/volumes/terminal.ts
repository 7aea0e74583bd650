import { StringDecoder } from 'node:string_decoder'
import type { Duplex } from 'node:stream'
import * as vscode from 'vscode'
import { describe } from '../ui/failure.ts'
import { root } from './data/access.ts'
import { dataFailure } from './data/dataMessage.ts'
import type { Session } from './data/session.ts'
import { helperPath } from './data/shell.ts'
import type { DataPlace, VolumeData } from './data/volumeData.ts'

/** A terminal whose shell runs in a helper of its own, which ends with it. */
export class VolumeTerminal implements vscode.Pseudoterminal {
	readonly #data: VolumeData
	readonly #place: DataPlace
	readonly #output = new vscode.EventEmitter<string>()
	readonly onDidWrite = this.#output.event
	readonly #ended = new vscode.EventEmitter<number | undefined>()
	readonly onDidClose = this.#ended.event
	readonly #closed = new AbortController()
	#dimensions: vscode.TerminalDimensions | undefined
	#shell: Awaited<ReturnType<Session['exec']>> | undefined

	constructor(data: VolumeData, place: DataPlace) {
		this.#data = data
		this.#place = place
	}

	open(dimensions: vscode.TerminalDimensions | undefined): void {
		this.#dimensions = dimensions
		void this.#run()
	}

	close(): void {
		this.#closed.abort()
	}

	handleInput(text: string): void {
		this.#shell?.stream.write(text)
	}

	setDimensions(dimensions: vscode.TerminalDimensions): void {
		this.#dimensions = dimensions
		// A shell that has just ended has no size.
		this.#shell?.resize(dimensions.columns, dimensions.rows).catch(() => undefined)
	}

	async #run(): Promise<void> {
		const { volumeName } = this.#place
		const readOnly = this.#data.isProtected(volumeName)
		try {
			await this.#data.job(
				[{ volumeName, target: root, readOnly }],
				async (session) => {
					const welcome = session.readOnly
						? vscode.l10n.t('Volume “{0}” is at {1}, for reading only. This shell has no network.', volumeName, root)
						: vscode.l10n.t('Volume “{0}” is at {1}. This shell has no network.', volumeName, root)
					this.#output.fire(`\u001B[2m${welcome}\u001B[0m\r\n`)
					await this.#shellIn(session)
				},
				this.#closed.signal,
			)
			this.#ended.fire(undefined)
		} catch (error) {
			if (this.#closed.signal.aborted) return
			this.#output.fire(`\r\n${describe(dataFailure(error)).replaceAll('\n', '\r\n')}\r\n`)
			this.#ended.fire(1)
		}
	}

	async #shellIn(session: Session): Promise<void> {
		this.#shell = await session.exec(['/bin/sh'], {
			folder: helperPath(this.#place.path),
			environment: ['TERM=xterm-256color', 'HOME=/tmp', `PS1=${this.#place.volumeName}:\\w# `],
		})
		const { stream } = this.#shell
		if (this.#dimensions) this.setDimensions(this.#dimensions)
		await ended(stream, (text) => this.#output.fire(text))
	}
}

function ended(stream: Duplex, write: (text: string) => void): Promise<void> {
	const { promise, resolve, reject } = Promise.withResolvers<void>()
	// A character may come in pieces.
	const decoder = new StringDecoder('utf8')
	stream.on('data', (chunk: Buffer) => write(decoder.write(chunk)))
	stream.on('error', reject)
	stream.on('end', resolve)
	stream.on('close', resolve)
	return promise
}
