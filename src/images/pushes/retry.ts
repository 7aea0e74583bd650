import type { EngineError, Reason } from '../../engine/errors.ts'

/** A push is tried this many times again. */
const most = 4
/** One who shall wait longer than this is told so instead; seconds. */
const longestWait = 900

/**
 * How long to wait before a push that failed is tried again: as long as the registry says (`Retry-After`), else longer
 * each time.
 *
 * @param tries How often it was tried again already.
 * @returns Seconds; undefined where it isn't worth it.
 */
export function retryDelay({ reason, retryAfter }: EngineError, tries: number): number | undefined {
	if (tries >= most) return undefined
	const own = ownDelay(reason, tries)
	if (own === undefined) return undefined
	const wait = retryAfter ?? own
	return wait <= longestWait ? wait : undefined
}

function ownDelay(reason: Reason, tries: number): number | undefined {
	switch (reason) {
		case 'rateLimited':
			return 15 * 2 ** tries
		case 'unreachable':
		case 'timeout':
			return 2 ** (tries + 1)
		default:
			return undefined
	}
}
