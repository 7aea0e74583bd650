import { setTimeout as delay } from 'node:timers/promises'
import type { Connection } from '../../engine/connection.ts'
import type { Engine } from '../../engine/engine.ts'
import { toEngineError } from '../../engine/errors.ts'
import type { Credential } from '../../registries/account.ts'
import { RegistryApi } from '../../registries/registryApi.ts'
import { localImage } from '../preflight/configuration.ts'
import { isSameImage } from '../preflight/registryChecks.ts'
import { inspectWithManifests } from '../operations.ts'
import { familiarName, isReferenceError, parseReference } from '../reference.ts'
import type { PushRecord } from './push.ts'
import type { PushedTags } from './pushedTags.ts'
import type { Pushes } from './pushes.ts'

/** Whether a push that was cut off arrived all the same: `unknown` where that could not be asked. */
export type Arrival =
	| { readonly kind: 'arrived'; readonly digest: string; readonly imageId: string }
	| { readonly kind: 'absent' }
	| { readonly kind: 'unknown'; readonly why: string }

/** The registry is asked for this long at most; ms. */
const patience = 15_000

/** Asks the engine for the image and the registry for what the tag has now. Never throws. */
export async function arrivalOf(
	reference: string,
	connected: () => Promise<Engine>,
	credentialOf: () => Promise<Credential | undefined>,
): Promise<Arrival> {
	try {
		const parsed = parseReference(reference)
		if (isReferenceError(parsed)) throw new Error(`Not a reference: ${reference}`)
		// It may be long until an engine is there.
		const engine = await connected()
		const credential = await credentialOf()
		const [inspected, manifest] = await Promise.all([
			inspectWithManifests(engine, reference),
			new RegistryApi(parsed.domain, credential).manifest(
				parsed.path,
				parsed.tag ?? 'latest',
				AbortSignal.timeout(patience),
			),
		])
		const image = localImage(inspected, [])
		return manifest && isSameImage(image, manifest, familiarName(parsed))
			? { kind: 'arrived', digest: manifest.digest, imageId: image.id }
			: { kind: 'absent' }
	} catch (error) {
		return { kind: 'unknown', why: toEngineError(error).message }
	}
}

/** The engine, as soon as there is one. */
export async function engineAtLast(connection: Pick<Connection, 'connected' | 'onDidChangeState'>): Promise<Engine> {
	const { promise, resolve } = Promise.withResolvers<Engine>()
	const subscription = connection.onDidChangeState((state) => {
		if (state.kind === 'connected') resolve(state.engine)
	})
	try {
		return await connection.connected().catch(() => promise)
	} finally {
		subscription.dispose()
	}
}

/** What was cut off may come to its end for this long; ms. */
const settling = 3_000

/**
 * Finds out what became of a push that was cut off, and notes it where it arrived.
 *
 * @returns Undefined where nothing is to be told any more: it was pushed again meanwhile, or taken off the list.
 */
export async function settle(
	{ pushes, pushedTags }: { readonly pushes: Pushes; readonly pushedTags: Pick<PushedTags, 'remember'> },
	{ id, reference }: PushRecord,
	look: () => Promise<Arrival>,
	patience = settling,
): Promise<Arrival | undefined> {
	let arrival = await look()
	if (arrival.kind !== 'arrived') {
		// The engine may have been about to end it.
		await delay(patience)
		arrival = await look()
	}
	if (pushes.byId(id)?.state !== 'interrupted') return undefined
	if (arrival.kind !== 'arrived') return arrival
	const { digest, imageId } = arrival
	pushes.change(id, { state: 'done', digest, verified: 'same', message: undefined }, `The registry has ${digest}.`)
	await pushedTags.remember(reference, imageId)
	return arrival
}
