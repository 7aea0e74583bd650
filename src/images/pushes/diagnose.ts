import { EngineError, toEngineError, type Reason } from '../../engine/errors.ts'
import type { Credential } from '../../registries/account.ts'
import { refusalOf, rights, verifyCredential } from '../../registries/authorization.ts'
import { RegistryApi } from '../../registries/registryApi.ts'
import { isOwn, type Reference } from '../reference.ts'

export type Cause =
	| 'notSignedIn'
	| 'tokenExpired'
	| 'tokenRefused'
	| 'readOnlyToken'
	| 'noRight'
	| 'noRepository'
	| 'rateLimited'
	| 'certificate'
	| 'unreachable'
	| 'otherEngine'
	| 'other'

/** Why a push failed. */
export interface Diagnosis {
	readonly cause: Cause
	/** The other side's words, and when to try again where it said so. */
	readonly error: EngineError
}

/** The registry is asked for this long at most; ms. */
const patience = 10_000

const worthAsking: ReadonlySet<Reason> = new Set<Reason>([
	'denied',
	'unauthorized',
	'unexpected',
	'notFound',
	'rateLimited',
])

/**
 * Finds out why a push failed. The engine passes on little more than “denied”: the registry is asked whether the
 * credential holds, for what, and when to come back.
 *
 * @param signal Ends the asking; what is found then is not the cause.
 */
export async function diagnose(
	error: EngineError,
	reference: Reference,
	credential: Credential | undefined,
	signal: AbortSignal,
): Promise<Diagnosis> {
	const asked = AbortSignal.any([signal, AbortSignal.timeout(patience)])
	const isWorthIt = worthAsking.has(error.reason) || isBrokenDown(error)
	const found = isWorthIt ? await askRegistry(reference, credential, error, asked) : undefined
	if (found) return found
	// Whom it knows it does not let in there: some registries say so as if they didn't know them.
	return { cause: credential && error.reason === 'unauthorized' ? 'noRight' : causeOf(error), error }
}

/** The registry answered, if only that it can't just now: it may say when to come back. */
function isBrokenDown({ status = 0 }: EngineError): boolean {
	return status >= 500
}

async function askRegistry(
	reference: Reference,
	credential: Credential | undefined,
	error: EngineError,
	signal: AbortSignal,
): Promise<Diagnosis | undefined> {
	if (credential) {
		const found = await credentialRefusal(credential, reference, signal)
		if (found) return found
	}
	if (error.reason !== 'rateLimited' && error.reason !== 'unexpected' && !isBrokenDown(error)) return undefined
	// The engine doesn't pass on how long one shall wait, and some have no words of their own for it.
	const api = new RegistryApi(reference.domain, credential)
	const again = await api
		.digest(reference.path, reference.tag ?? 'latest', signal)
		.then(() => api.tryUpload(reference.path, signal))
		.then(() => undefined, toEngineError)
	if (again?.reason === 'rateLimited') return { cause: 'rateLimited', error: again }
	if (again?.retryAfter === undefined || !isBrokenDown(again)) return undefined
	const { status, retryAfter } = again
	const options = { cause: again, retryAfter, ...(status === undefined ? {} : { status }) }
	return { cause: 'unreachable', error: new EngineError('unreachable', error.message, options) }
}

const lasting: ReadonlySet<Reason> = new Set<Reason>(['denied', 'unauthorized', 'notFound'])

/** Why the registry will never take this push, if it won't. Asks it; never throws. */
export async function lastingRefusal(
	credential: Credential,
	reference: Reference,
	signal: AbortSignal,
): Promise<EngineError | undefined> {
	const found = await credentialRefusal(credential, reference, signal)
	if (found) return found.error
	const upload = new RegistryApi(reference.domain, credential).tryUpload(reference.path, signal)
	const error = await upload.then(() => undefined, toEngineError)
	return error && lasting.has(error.reason) ? error : undefined
}

/** Whether, and why, the registry will never take a push from this credential. */
async function credentialRefusal(
	credential: Credential,
	reference: Reference,
	signal: AbortSignal,
): Promise<Diagnosis | undefined> {
	try {
		await verifyCredential(credential, signal)
	} catch (thrown) {
		const error = toEngineError(thrown)
		if (error.reason === 'unauthorized') {
			return { cause: refusalOf(error) === 'expired' ? 'tokenExpired' : 'tokenRefused', error }
		}
		// Out of reach from here, the registry may well be in reach of the engine: its own words stand.
		return error.reason === 'rateLimited' ? { cause: 'rateLimited', error } : undefined
	}
	try {
		const granted = await rights(credential, reference.path, signal)
		if (granted === undefined || granted.has('push') || granted.has('*')) return undefined
		return {
			cause: isOwn(reference, credential) ? 'readOnlyToken' : 'noRight',
			error: new EngineError('denied', 'push'),
		}
	} catch (thrown) {
		const error = toEngineError(thrown)
		// Docker Hub doesn't grant less than was asked for: it refuses a token that is good, but not for this.
		return error.reason === 'unauthorized' ? { cause: 'readOnlyToken', error } : undefined
	}
}

function causeOf({ reason }: EngineError): Cause {
	switch (reason) {
		case 'unauthorized':
			return 'notSignedIn'
		case 'denied':
			return 'noRight'
		case 'notFound':
			return 'noRepository'
		case 'rateLimited':
			return 'rateLimited'
		case 'certificate':
			return 'certificate'
		case 'unreachable':
		case 'timeout':
			return 'unreachable'
		default:
			return 'other'
	}
}
