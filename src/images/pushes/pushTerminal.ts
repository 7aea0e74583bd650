import * as vscode from 'vscode'
import { toEngineError } from '../../engine/errors.ts'
import { Cancelled, describe } from '../../ui/failure.ts'
import { formatDuration } from '../../ui/format.ts'
import { whenConnected, type Connected } from '../../ui/parts.ts'
import { checkPush } from '../commands/checkPush.ts'
import { pushFailure } from '../commands/pushFailure.ts'
import { transferAmounts } from '../commands/transferProgress.ts'
import { tagImage } from '../operations.ts'
import type { ImageParts } from '../parts.ts'
import { familiarReference, type Reference } from '../reference.ts'
import { PushError } from './performPush.ts'
import { accountOf, readPushTask, type PushTask } from './pushTaskDefinition.ts'
import { partWarning, readBackWarning, sentText } from './pushText.ts'
import { trackPush } from './trackPush.ts'

const nothing = () => undefined
/** A task only tells why it failed. */
const noMends = { again: nothing, signIn: nothing, replaceSecret: nothing, rename: nothing }

/** Where a task says what it does. */
export class PushTerminal implements vscode.Pseudoterminal {
	readonly #parts: ImageParts
	readonly #definition: vscode.TaskDefinition
	readonly #abort = new AbortController()
	readonly #writes = new vscode.EventEmitter<string>()
	readonly #ends = new vscode.EventEmitter<number>()
	readonly onDidWrite = this.#writes.event
	readonly onDidClose = this.#ends.event

	constructor(parts: ImageParts, definition: vscode.TaskDefinition) {
		this.#parts = parts
		this.#definition = definition
	}

	open(): void {
		this.#run().then(
			(isThere) => this.#ends.fire(isThere ? 0 : 1),
			(error: unknown) => {
				const isCancelled = error instanceof Cancelled || toEngineError(error).reason === 'cancelled'
				this.#write(isCancelled ? vscode.l10n.t('Cancelled.') : describe(error))
				this.#ends.fire(1)
			},
		)
	}

	close(): void {
		this.#abort.abort()
	}

	/** @returns Whether the registry has all of it, as far as it could be asked. */
	async #run(): Promise<boolean> {
		const task = readPushTask(this.#definition)
		if (typeof task === 'string') throw new Error(task)
		let isThere = true
		await whenConnected(this.#parts, async (connected) => {
			for (const reference of task.references) {
				this.#abort.signal.throwIfAborted()
				if (!(await this.#push(connected, task, reference))) isThere = false
			}
		})()
		return isThere
	}

	async #push(connected: Connected<ImageParts>, task: PushTask, reference: Reference): Promise<boolean> {
		const name = familiarReference(reference)
		const account = accountOf(task, reference, connected.accounts.all())
		if (typeof account === 'string') throw new Error(account)
		const goesOn = await checkPush(connected, reference, account, {
			image: task.image,
			...(task.preflight === undefined ? {} : { depth: task.preflight }),
			decided: { visibility: task.visibility, pushAnyway: task.pushAnyway },
			signal: this.#abort.signal,
		})
		// Another name stands in the task.
		if (!goesOn) throw new Cancelled()
		this.#abort.signal.throwIfAborted()
		await tagImage(connected.engine, task.image, reference)
		this.#write(vscode.l10n.t('Pushing {0}', name))
		const tracked = trackPush(connected, { reference, account })
		let last = ''
		try {
			const { digest, part, verified, bytes, seconds } = await tracked.run(this.#abort.signal, {
				transfer: (progress, layer) => {
					const line = layer?.done ? transferAmounts(progress) : last
					if (line !== last) this.#write(line)
					last = line
				},
				retrying: (wait, why) => this.#write(vscode.l10n.t('{0} Trying again in {1}.', why, formatDuration(wait))),
			})
			this.#write(vscode.l10n.t('Pushed {0} ({1}).', name, sentText({ bytes, seconds })))
			this.#write(digest)
			if (part) this.#write(partWarning(part))
			const warning = readBackWarning(verified)
			if (warning !== undefined) this.#write(warning)
			return warning === undefined
		} catch (thrown) {
			const failure =
				thrown instanceof PushError ? pushFailure(thrown.diagnosis, { reference, account, ...noMends }) : thrown
			tracked.failed(failure)
			throw failure
		}
	}

	#write(line: string): void {
		this.#writes.fire(`${line.replaceAll('\n', '\r\n')}\r\n`)
	}
}
