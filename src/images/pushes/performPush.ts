import { setTimeout as delay } from 'node:timers/promises'
import type { Connection } from '../../engine/connection.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import type { Credential } from '../../registries/account.ts'
import { registryAuthHeader } from '../../registries/authorization.ts'
import { pushImage, type PushedImage, type ReportTransfer } from '../operations.ts'
import type { Reference } from '../reference.ts'
import { diagnose, lastingRefusal, type Diagnosis } from './diagnose.ts'
import { retryDelay } from './retry.ts'

export interface PushOptions {
	readonly connection: Pick<Connection, 'connected'>
	/** Of the engine on which the image was looked at; no other one pushes it. */
	readonly host: string
	readonly reference: Reference
	/** Read anew for each try: it may have been renewed. */
	readonly credential: () => Promise<Credential | undefined>
	readonly signal: AbortSignal
	readonly report: ReportTransfer
	/** It will be tried again after so many seconds. */
	readonly retrying: (seconds: number, error: EngineError) => void
}

/** A push that failed for good, with why. */
export class PushError extends Error {
	override readonly name = 'PushError'
	readonly diagnosis: Diagnosis

	constructor(diagnosis: Diagnosis) {
		super(diagnosis.error.message, { cause: diagnosis.error })
		this.diagnosis = diagnosis
	}
}

/**
 * Pushes, and tries again where that is worth it: the engine or the registry was away, or asks to come back later.
 *
 * @returns The digest that the engine tells, and which part of the image it stands for.
 * @throws {PushError} why it failed; {@link EngineError} `cancelled`.
 */
export async function performPush(options: PushOptions): Promise<PushedImage> {
	const { reference, credential, signal, retrying } = options
	for (let tries = 0; ; tries++) {
		try {
			return await pushOnce(options)
		} catch (thrown) {
			if (signal.aborted) throw cancelled(thrown)
			if (thrown instanceof PushError) throw thrown
			const diagnosis = await diagnose(toEngineError(thrown), reference, await credential(), signal)
			if (signal.aborted) throw cancelled(thrown)
			const wait = retryDelay(diagnosis.error, tries)
			if (wait === undefined) throw new PushError(diagnosis)
			retrying(wait, diagnosis.error)
			await delay(wait * 1000, undefined, { signal }).catch((error: unknown) => {
				throw cancelled(error)
			})
		}
	}
}

function cancelled(cause: unknown): EngineError {
	return new EngineError('cancelled', 'Cancelled.', { cause })
}

/**
 * The engine at an address. Under the same name another one may have another image.
 *
 * @throws {PushError} where another one was chosen since; {@link EngineError} why no engine answers.
 */
export async function engineAt(host: string, connection: Pick<Connection, 'connected'>): Promise<Engine> {
	const engine = await connection.connected()
	if (engine.endpoint.host === host) return engine
	throw new PushError({
		cause: 'otherEngine',
		error: new EngineError('conflict', `${engine.endpoint.host} was chosen in place of ${host}.`),
	})
}

async function pushOnce(options: PushOptions): Promise<PushedImage> {
	const { connection, host, reference, credential, signal, report } = options
	const engine = await engineAt(host, connection)
	const known = await credential()
	const hopeless = new AbortController()
	let refused: EngineError | undefined
	let isAsked = false
	try {
		return await pushImage(engine, reference, {
			authorization: known && registryAuthHeader(known),
			signal: AbortSignal.any([signal, hopeless.signal]),
			report: (progress, layer) => {
				report(progress, layer)
				if (!known || isAsked || !layer?.status.startsWith('Retrying')) return
				isAsked = true
				// The engine tries five times, with growing waits, also where the registry will never say yes.
				void lastingRefusal(known, reference, signal).then((found) => {
					if (!found) return
					refused = found
					hopeless.abort()
				})
			},
		})
	} catch (thrown) {
		if (refused) throw refused
		const error = toEngineError(thrown)
		throw error.reason === 'unexpected' && (await isGone(engine))
			? new EngineError('unreachable', error.message, { cause: thrown })
			: error
	}
}

/** An engine that is being stopped breaks off with words of many kinds. */
async function isGone({ docker }: Engine): Promise<boolean> {
	try {
		await docker.ping()
		return false
	} catch {
		return true
	}
}
