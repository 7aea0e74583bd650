import * as v from 'valibot'
import { decode } from '../../engine/decode.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, isNotFound, toEngineError } from '../../engine/errors.ts'
import { jsonLines } from '../../engine/jsonLines.ts'
import { containerDetails } from '../operations.ts'
import { aborted } from './aborted.ts'

const eventSchema = v.object({ Action: v.nullish(v.string(), '') })

/**
 * Waits until a container runs again; `GET /events` of just this container, from the last start on, so that none is
 * missed.
 *
 * @param wait.startedAt When the last run began, as the engine writes it.
 * @returns When the new run began; nothing when the container was removed.
 * @throws {EngineError} `cancelled` when aborted, `unreachable` when the engine ends.
 */
export async function nextStart(
	engine: Engine,
	containerId: string,
	wait: { readonly startedAt: string; readonly signal: AbortSignal },
): Promise<string | undefined> {
	const filters = { type: ['container'], container: [containerId], event: ['start', 'destroy', 'remove'] }
	const since = String(Date.parse(wait.startedAt) / 1000)
	try {
		const events = await engine.stream({
			method: 'GET',
			path: '/events',
			query: { filters: JSON.stringify(filters), since },
			signal: wait.signal,
		})
		for await (const line of jsonLines(events)) {
			if (decode(eventSchema, line).Action !== 'start') return undefined
			const { startedAt } = await containerDetails(engine, containerId)
			if (startedAt !== wait.startedAt) return startedAt
		}
	} catch (error) {
		if (isNotFound(error)) return undefined
		throw wait.signal.aborted ? aborted(wait.signal, error) : toEngineError(error)
	}
	throw new EngineError('unreachable', 'The engine ended the stream of events.')
}
