/** Why something failed, in words that code can switch on. Nobody matches on message text. */
export type Reason =
	| 'unreachable'
	| 'denied'
	| 'certificate'
	| 'invalid'
	| 'notFound'
	| 'conflict'
	| 'inUse'
	| 'unauthorized'
	| 'rateLimited'
	| 'readOnly'
	| 'noSpace'
	| 'timeout'
	| 'cancelled'
	| 'unsupported'
	| 'unexpected'

/** A failure of the engine or of a registry: the reason, the other side's own words, and the original. */
export class EngineError extends Error {
	override readonly name = 'EngineError'
	readonly reason: Reason
	/** HTTP status, where there was one. */
	readonly status: number | undefined
	/** Seconds until it may be tried again, where the other side said so (RFC 9110, Retry-After). */
	readonly retryAfter: number | undefined

	constructor(
		reason: Reason,
		message: string,
		options: { readonly cause?: unknown; readonly status?: number; readonly retryAfter?: number | undefined } = {},
	) {
		super(message, { cause: options.cause })
		this.reason = reason
		this.status = options.status
		this.retryAfter = options.retryAfter
	}
}

/** An engine that answers doesn't give a list: why, in its words. */
export class ListError extends EngineError {
	constructor({ reason, message, status }: EngineError) {
		super(reason, message, status === undefined ? {} : { status })
	}
}

const reasonByErrno: Readonly<Record<string, Reason>> = {
	ENOENT: 'unreachable',
	ECONNREFUSED: 'unreachable',
	ECONNRESET: 'unreachable',
	EPIPE: 'unreachable',
	ENOTFOUND: 'unreachable',
	EAI_AGAIN: 'unreachable',
	EHOSTUNREACH: 'unreachable',
	ENETUNREACH: 'unreachable',
	EADDRNOTAVAIL: 'unreachable',
	ETIMEDOUT: 'timeout',
	ESOCKETTIMEDOUT: 'timeout',
	EACCES: 'denied',
	EPERM: 'denied',
	EROFS: 'readOnly',
	ENOSPC: 'noSpace',
	ABORT_ERR: 'cancelled',
	ERR_CANCELED: 'cancelled',
	EPROTO: 'certificate',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
	SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
	UNABLE_TO_GET_ISSUER_CERT: 'certificate',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
	CERT_HAS_EXPIRED: 'certificate',
	CERT_NOT_YET_VALID: 'certificate',
	CERT_UNTRUSTED: 'certificate',
	CERT_SIGNATURE_FAILURE: 'certificate',
	ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
}

const reasonByStatus: Readonly<Record<number, Reason>> = {
	400: 'invalid',
	401: 'unauthorized',
	403: 'denied',
	404: 'notFound',
	408: 'timeout',
	409: 'conflict',
	413: 'noSpace',
	429: 'rateLimited',
	501: 'unsupported',
	503: 'unreachable',
	504: 'timeout',
	507: 'noSpace',
}

/** What docker-modem writes before the engine's own words. */
const modemPrefix = /^\(HTTP code \d+\) [^-]*- /

/** The reason that an HTTP status stands for; the one table for engine and registries. */
export function reasonOfStatus(status: number): Reason {
	return reasonByStatus[status] ?? 'unexpected'
}

/** Whether something was thrown because what was asked for isn't there. */
export function isNotFound(error: unknown): boolean {
	return toEngineError(error).reason === 'notFound'
}

/**
 * Turns whatever was thrown into an {@link EngineError}: errno, TLS codes, HTTP status (docker-modem's `statusCode`
 * and `json.message`), abort.
 */
export function toEngineError(error: unknown): EngineError {
	if (error instanceof EngineError) return error
	if (!(error instanceof Error)) return new EngineError('unexpected', String(error), { cause: error })
	// Node tells who was aborted, and only in the cause whether a person or a clock did it.
	const told = error.name === 'AbortError' && error.cause instanceof Error ? error.cause : error
	if (told.name === 'TimeoutError') return new EngineError('timeout', told.message, { cause: error })
	if (error.name === 'AbortError') return new EngineError('cancelled', error.message, { cause: error })
	const { code, statusCode, json } = error as { code?: unknown; statusCode?: unknown; json?: unknown }
	if (typeof statusCode === 'number') {
		return new EngineError(
			reasonOfStatus(statusCode),
			messageOf(json) ?? error.message.replace(modemPrefix, '').trim(),
			{
				cause: error,
				status: statusCode,
			},
		)
	}
	if (error.cause instanceof Error && typeof code !== 'string') return toEngineError(error.cause)
	if (typeof code !== 'string') return new EngineError('unexpected', error.message, { cause: error })
	const reason = reasonByErrno[code] ?? (code.startsWith('ERR_SSL_') ? 'certificate' : 'unexpected')
	return new EngineError(reason, error.message, { cause: error })
}

function messageOf(json: unknown): string | undefined {
	if (typeof json !== 'object' || json === null || !('message' in json)) return undefined
	return typeof json.message === 'string' ? json.message.trim() : undefined
}
