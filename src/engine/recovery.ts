import { watch } from 'node:fs'
import { dirname } from 'node:path'
import type { Endpoint } from './endpoint.ts'

const shortest = 250
const longest = 30_000

/** How long to wait before attempt number `attempt` (from 0), in ms: doubling, for ever, at most 30 s. */
export function backOff(attempt: number): number {
	return Math.min(longest, shortest * 2 ** Math.min(attempt, 20))
}

/**
 * Waits until one of these endpoints may answer again: a socket appears or changes its permissions, or the time is over.
 *
 * @param milliseconds At most this long.
 * @returns Whether a socket changed. Also when aborted.
 */
export function nextChance(
	endpoints: readonly Endpoint[],
	milliseconds: number,
	signal: AbortSignal,
): Promise<boolean> {
	const { promise, resolve } = Promise.withResolvers<boolean>()
	const timer = setTimeout(() => resolve(false), milliseconds)
	const watchers = endpoints.flatMap((endpoint) => {
		if (endpoint.kind !== 'socket') return []
		try {
			const watcher = watch(dirname(endpoint.path), { persistent: false }, (_, name) => {
				if (name === null || endpoint.path.endsWith(name)) resolve(true)
			})
			return [watcher.on('error', () => undefined)]
		} catch {
			// The folder isn't there either: the time alone decides.
			return []
		}
	})
	const abort = () => resolve(false)
	signal.addEventListener('abort', abort)
	return promise.finally(() => {
		clearTimeout(timer)
		signal.removeEventListener('abort', abort)
		for (const watcher of watchers) watcher.close()
	})
}
