import type { Event } from '../../src/engine/disposable.ts'
import { Connection } from '../../src/engine/connection.ts'
import { parseHost } from '../../src/engine/endpoint.ts'
import type { Log } from '../../src/engine/log.ts'

export const silent: Log = {
	trace: () => undefined,
	debug: () => undefined,
	info: () => undefined,
	warn: () => undefined,
	error: () => undefined,
}

/** A connection to the engine at an address. */
export function connectionTo(host: string, log: Log = silent): Connection {
	return new Connection({ findEndpoints: async () => [parseHost(host)], log })
}

/** Waits for the first event that fits, from now on. The test's own time limit is the limit. */
export function next<T>(event: Event<T>, fits: (value: T) => boolean = () => true): Promise<T> {
	const { promise, resolve } = Promise.withResolvers<T>()
	const subscription = event((value) => {
		if (!fits(value)) return
		subscription.dispose()
		resolve(value)
	})
	return promise
}
