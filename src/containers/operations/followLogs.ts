import { StringDecoder } from 'node:string_decoder'
import type { Engine } from '../../engine/engine.ts'
import { toEngineError } from '../../engine/errors.ts'
import { FrameReader } from '../../volumes/data/frames.ts'
import { aborted } from './aborted.ts'

export interface LogPiece {
	readonly channel: 'stdout' | 'stderr'
	readonly text: string
}

/**
 * What a container wrote, and goes on to write until it ends; `GET /containers/{id}/logs`. Nothing is kept: the engine
 * is read only as fast as the pieces are taken.
 *
 * @param follow.tty Whether its output is a terminal's, which has no frames and just one channel.
 * @param follow.tail So many lines of what it wrote before; all if not given.
 * @param follow.since Nothing older than this; seconds since 1970.
 * @throws {EngineError} `cancelled` when aborted.
 */
export async function* followLogs(
	engine: Engine,
	containerId: string,
	follow: {
		readonly tty: boolean
		readonly tail?: number
		readonly since?: number
		readonly signal: AbortSignal
	},
): AsyncGenerator<LogPiece, void, undefined> {
	const { tty, tail, since, signal } = follow
	const query = {
		...{ follow: '1', stdout: '1', stderr: '1', tail: String(tail ?? 'all') },
		...(since === undefined ? {} : { since: String(since) }),
	}
	// A character may come in two pieces.
	const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') }
	let pieces: LogPiece[] = []
	const take = (channel: LogPiece['channel'], payload: Buffer) => {
		const text = decoders[channel].write(payload)
		if (text !== '') pieces.push({ channel, text })
	}
	const frames = new FrameReader((channel, payload) => take(channel === 2 ? 'stderr' : 'stdout', payload))
	try {
		const stream = await engine.stream({ method: 'GET', path: `/containers/${containerId}/logs`, query, signal })
		for await (const chunk of stream) {
			if (!Buffer.isBuffer(chunk)) continue
			if (tty) take('stdout', chunk)
			else frames.push(chunk)
			yield* pieces
			pieces = []
		}
	} catch (error) {
		// An aborted reply breaks off like a lost connection.
		throw signal.aborted ? aborted(signal, error) : toEngineError(error)
	}
}
