import type { EngineError } from '../../engine/errors.ts'

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
	switch (reason) {
		case 'rateLimited': {
			const wait = retryAfter ?? 15 * 2 ** tries
			return wait <= longestWait ? wait : undefined
		}
		case 'unreachable':
		case 'timeout':
			return retryAfter ?? 2 ** (tries + 1)
		default:
			return undefined
	}
}
