import { EngineError, toEngineError } from '../../engine/errors.ts'
import type { Account } from '../../registries/account.ts'
import { credentialOf } from '../../registries/commands/credentialOf.ts'
import { Cancelled, describe, Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import type { ImageParts } from '../parts.ts'
import type { PushedImage, ReportTransfer } from '../operations.ts'
import { familiarReference, type Reference } from '../reference.ts'
import { performPush } from './performPush.ts'
import { partWarning } from './pushText.ts'
import { verdictOf, type Verdict } from './push.ts'
import { readBack } from './readBack.ts'

/** How a push ended well. */
export interface PushResult extends PushedImage {
	readonly id: string
	/** What the registry was found to have afterwards. */
	readonly verified: Verdict
	/** Bytes that were sent. */
	readonly bytes: number
	readonly seconds: number
}

export interface FollowPush {
	readonly transfer: ReportTransfer
	readonly retrying: (seconds: number, why: string) => void
}

/** The registry is asked for this long at most; ms. */
const patience = 15_000

/** A push that stands in the list of pushes from its beginning to its end. */
export function trackPush(
	parts: Connected<ImageParts>,
	push: { readonly reference: Reference; readonly account: Account | undefined; readonly again?: string | undefined },
) {
	const { pushes, connection, engine, pushedTags, log } = parts
	const { reference, account } = push
	const name = familiarReference(reference)
	const record = { reference: name, ...(account ? { accountId: account.id } : {}) }
	const { id, signal: own } = pushes.begin(record, push.again)
	const say = (line: string, change: Parameters<typeof pushes.change>[1] = {}) => {
		log.info(`${name}: ${line}`)
		pushes.change(id, change, line)
	}
	let hasBegun = false
	return {
		id,
		/** @throws {PushError} and whatever else it ended with; not noted before {@link failed} is called. */
		run: async (signal: AbortSignal, follow: FollowPush): Promise<PushResult> => {
			const ended = AbortSignal.any([signal, own])
			if (ended.aborted) throw new EngineError('cancelled', 'Cancelled.')
			hasBegun = true
			const started = performance.now()
			const states = new Map<string, string>()
			let bytes = 0
			say('Pushing', { state: 'pushing' })
			const { digest, part } = await performPush({
				connection,
				host: engine.endpoint.host,
				reference,
				credential: () => credentialOf(parts, account),
				signal: ended,
				report: (progress, layer) => {
					bytes = progress.current
					if (layer && states.get(layer.id) !== layer.status) {
						states.set(layer.id, layer.status)
						say(`${layer.id}: ${layer.status}`, { state: 'pushing' })
					}
					pushes.progress(id, progress)
					follow.transfer(progress, layer)
				},
				retrying: (seconds, error) => {
					say(`Again in ${seconds} s: ${error.message}`, { state: 'retrying', message: error.message })
					follow.retrying(seconds, error.message)
				},
			})
			const found = await verify(parts, reference, account)
			const verified = verdictOf(digest, found)
			if (part) say(`Only ${part.platform ?? 'one platform'} of ${part.index} was pushed.`)
			say(`Pushed ${digest}; the registry has ${found === 'unknown' ? 'not been asked' : found}.`, {
				state: 'done',
				endedAt: Date.now(),
				digest,
				bytes,
				verified,
				// Why it was tried again is no result.
				message: part && partWarning(part),
			})
			await pushedTags.remember(name, part?.index ?? digest)
			return { id, digest, part, verified, bytes, seconds: (performance.now() - started) / 1000 }
		},
		/** Notes why it ended badly. */
		failed: (thrown: unknown): void => {
			// What was cancelled while it waited is noted, and may be on its way again since under the same id.
			if (own.aborted && !hasBegun) return
			const isCancelled =
				thrown instanceof Cancelled || (!(thrown instanceof Failure) && toEngineError(thrown).reason === 'cancelled')
			const message = isCancelled ? undefined : describe(thrown)
			say(message ?? 'Cancelled', {
				state: isCancelled ? 'cancelled' : 'failed',
				endedAt: Date.now(),
				message,
			})
		},
	}
}

/** The digest that the registry has; `none` or, where it could not be asked, `unknown`. */
async function verify(
	parts: Connected<ImageParts>,
	reference: Reference,
	account: Account | undefined,
): Promise<string> {
	try {
		const engine = await parts.connection.connected()
		const signal = AbortSignal.timeout(patience)
		return (await readBack(engine, reference, await credentialOf(parts, account), signal)) ?? 'none'
	} catch (error) {
		// It was pushed all the same.
		parts.log.warn(`${familiarReference(reference)} was not read back: ${toEngineError(error).message}`)
		return 'unknown'
	}
}
