import type { HubAnswer } from './hubAnswer.ts'
import { tokenRealm, tokenService } from './hubToken.ts'

/** Which part of Hub answers with the fault; `manifest` where one comes in, `manifestRead` where one is asked for. */
export type FaultPoint = 'token' | 'ping' | 'blobUpload' | 'manifest' | 'manifestRead' | 'web'

/** An answer that takes the place of the right one. */
export interface Fault {
	readonly on: FaultPoint
	readonly status: 401 | 403 | 404 | 429 | 500
	/** Seconds, for 429 and 500. */
	readonly retryAfter?: number
	/** How many requests get it; all, until the faults are cleared, if not given. */
	readonly times?: number
}

const registryErrors = {
	401: { code: 'UNAUTHORIZED', message: 'authentication required' },
	403: { code: 'DENIED', message: 'requested access to the resource is denied' },
	404: { code: 'NAME_UNKNOWN', message: 'repository name not known to registry' },
	429: { code: 'TOOMANYREQUESTS', message: 'Rate exceeded' },
	500: { code: 'UNKNOWN', message: 'unknown error' },
} as const

const tokenDetails = {
	401: 'incorrect username or password',
	403: 'access to the resource is denied',
	404: 'not found',
	429: 'too many failed login attempts for username or IP address',
	500: 'internal server error',
} as const

const webBodies = {
	401: { errinfo: null, message: 'unauthorized' },
	403: { errinfo: null, message: 'permission denied' },
	404: { errinfo: null, message: 'object not found' },
	429: { detail: 'Rate limit exceeded', error: false },
	500: { errinfo: null, message: 'internal server error' },
} as const

/** The fault in the words that this part of Hub uses. */
export function faultAnswer({ on, status, retryAfter }: Fault): HubAnswer {
	const headers = {
		...(retryAfter === undefined ? {} : waitHeaders(on, retryAfter)),
		// RFC 9110, 15.5.2: a 401 says how one would be let in.
		...(status === 401 ? { 'www-authenticate': `Bearer realm="${tokenRealm}",service="${tokenService}"` } : {}),
	}
	return { status, body: bodyOf(on, status), headers }
}

function bodyOf(on: FaultPoint, status: Fault['status']): object {
	switch (on) {
		case 'token':
			return { details: tokenDetails[status] }
		case 'web':
			return webBodies[status]
		case 'ping':
		case 'blobUpload':
		case 'manifest':
		case 'manifestRead':
			return { errors: [{ ...registryErrors[status], detail: null }] }
	}
}

function waitHeaders(on: FaultPoint, retryAfter: number): Readonly<Record<string, string>> {
	const headers = { 'retry-after': String(retryAfter) }
	// The web API tells the moment (Unix time in seconds) instead of the wait.
	return on === 'web' ? { ...headers, 'x-retry-after': String(Math.ceil(Date.now() / 1000) + retryAfter) } : headers
}
