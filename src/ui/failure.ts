import * as vscode from 'vscode'
import { toEngineError, type Reason } from '../engine/errors.ts'
import type { Log } from '../engine/log.ts'

/** A step that mends a failure, offered as a button. */
export interface Remedy {
	readonly title: string
	readonly run: () => unknown
}

/** An error made for a person: what happened, why and what to do next, in their language, with buttons that do it. */
export class Failure extends Error {
	override readonly name = 'Failure'
	readonly remedies: readonly Remedy[]

	constructor(message: string, remedies: readonly Remedy[] = [], cause?: unknown) {
		super(message, { cause })
		this.remedies = remedies
	}
}

/** A person changed their mind. Not an error: swallowed where commands are run. */
export class Cancelled extends Error {
	override readonly name = 'Cancelled'
}

/** What an error means, for a person: the reason in their language, then the other side's own words. */
export function describe(error: unknown): string {
	if (error instanceof Failure) return error.message
	const { reason, message } = toEngineError(error)
	const meaning = meaningOf(reason)
	return meaning === undefined ? message : vscode.l10n.t('{0} ({1})', meaning, message)
}

function meaningOf(reason: Reason): string | undefined {
	switch (reason) {
		case 'unreachable':
			return vscode.l10n.t('Nothing answers there.')
		case 'denied':
			return vscode.l10n.t('You have no permission for this.')
		case 'certificate':
			return vscode.l10n.t('The secure connection could not be set up.')
		case 'notFound':
			return vscode.l10n.t('It no longer exists.')
		case 'inUse':
			return vscode.l10n.t('It is in use.')
		case 'unauthorized':
			return vscode.l10n.t('The sign-in was refused.')
		case 'rateLimited':
			return vscode.l10n.t('Too many requests.')
		case 'readOnly':
			return vscode.l10n.t('It can only be read.')
		case 'noSpace':
			return vscode.l10n.t('There is no space left.')
		case 'timeout':
			return vscode.l10n.t('There was no answer in time.')
		case 'unsupported':
			return vscode.l10n.t('This engine does not support it.')
		case 'cancelled':
			return vscode.l10n.t('Cancelled.')
		case 'invalid':
		case 'conflict':
		case 'unexpected':
			return undefined
	}
}

function remediesOf(error: unknown): readonly Remedy[] {
	if (error instanceof Failure) return error.remedies
	switch (toEngineError(error).reason) {
		case 'unreachable':
		case 'certificate':
		case 'timeout':
			return [chooseEngine(), reconnect()]
		default:
			return []
	}
}

/** Why there is no engine, with what may mend that; what was cancelled stays so. */
export function noEngine(thrown: unknown): Error {
	const error = toEngineError(thrown)
	const { reason, status, message } = error
	if (reason === 'cancelled') return error
	// What a reply says is no matter of the socket or the address.
	const isHere = status === undefined
	const text =
		isHere && reason === 'invalid'
			? vscode.l10n.t(
					'The address of the Docker Engine is not valid, or the docker context that is chosen is not there. ({0})',
					message,
				)
			: describe(error)
	const mend =
		isHere && reason === 'denied'
			? offered(vscode.l10n.t('Allow Me to Use Docker…'), 'longshore.engine.joinGroup')
			: reconnect()
	return new Failure(text, [mend, chooseEngine()], error)
}

/** Leads to another engine. */
export function chooseEngine(): Remedy {
	return offered(vscode.l10n.t('Choose Engine…'), 'longshore.engine.choose')
}

function reconnect(): Remedy {
	return offered(vscode.l10n.t('Try Again'), 'longshore.engine.reconnect')
}

function offered(title: string, command: string): Remedy {
	return { title, run: () => vscode.commands.executeCommand(command) }
}

/** Shows a failure once, with its remedies and the log. Returns when the person has answered. */
export async function showFailure(error: unknown, log: Log): Promise<void> {
	if (error instanceof Cancelled || (!(error instanceof Failure) && toEngineError(error).reason === 'cancelled')) return
	log.error(error instanceof Error ? error : String(error))
	const remedies = remediesOf(error)
	const showLog = vscode.l10n.t('Show Log')
	const chosen = await vscode.window.showErrorMessage(
		describe(error),
		...remedies.map((remedy) => remedy.title),
		showLog,
	)
	if (chosen === showLog) await vscode.commands.executeCommand('longshore.engine.showLog')
	else await remedies.find((remedy) => remedy.title === chosen)?.run()
}
