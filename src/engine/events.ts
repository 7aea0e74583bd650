import * as v from 'valibot'
import { decode } from './decode.ts'
import type { Engine } from './engine.ts'
import { EngineError, toEngineError } from './errors.ts'
import { jsonLines } from './jsonLines.ts'

/** `GET /events`, one of its lines. */
export interface EngineEvent {
	readonly type: string
	readonly action: string
	/** A volume's name; a network's or container's id; an image's id or, at a pull or push, its reference. */
	readonly id: string
	readonly attributes: Readonly<Record<string, string>>
}

const eventSchema = v.object({
	Type: v.nullish(v.string(), ''),
	Action: v.nullish(v.string(), ''),
	Actor: v.nullish(
		v.object({ ID: v.nullish(v.string(), ''), Attributes: v.nullish(v.record(v.string(), v.string()), {}) }),
		{
			ID: '',
			Attributes: {},
		},
	),
})

/**
 * What changes something that Longshore shows. Asking for just these keeps `exec` and the mounting of volumes from waking
 * anybody. `health_status` comes only when a container's health turns, not with each check. Podman says `remove` where
 * Docker says `destroy` or `delete`.
 */
const filters = {
	type: ['volume', 'network', 'image', 'container'],
	event: [
		...['create', 'destroy', 'remove', 'rename', 'update', 'connect', 'disconnect', 'prune'],
		...['start', 'restart', 'stop', 'die', 'pause', 'unpause', 'commit', 'kill', 'oom', 'health_status'],
		...['pull', 'push', 'tag', 'untag', 'delete', 'import', 'load', 'build', 'loadFromArchive'],
	],
}

/**
 * Follows `GET /events` until it breaks or is aborted.
 *
 * @param follow.opened Called when the engine has taken the subscription: what happens from now on is told.
 * @throws {EngineError} why it ended; it never ends well.
 */
export async function followEvents(
	engine: Engine,
	follow: {
		readonly opened: () => void
		readonly happened: (event: EngineEvent) => void
		readonly signal: AbortSignal
	},
): Promise<never> {
	try {
		const stream = await engine.stream({
			method: 'GET',
			path: '/events',
			query: { filters: JSON.stringify(filters) },
			signal: follow.signal,
		})
		follow.opened()
		for await (const line of jsonLines(stream)) {
			const { Type, Action, Actor } = decode(eventSchema, line)
			follow.happened({ type: Type, action: Action, id: Actor.ID, attributes: Actor.Attributes })
		}
	} catch (error) {
		throw toEngineError(error)
	}
	throw new EngineError('unreachable', 'The engine ended the stream of events.')
}
