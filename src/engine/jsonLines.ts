import { EngineError } from './errors.ts'

/**
 * Reads newline-delimited JSON as it comes, as `/events`, push, pull and build send it.
 *
 * @throws {EngineError} `unexpected` at a line that isn't JSON; whatever the stream itself ends with.
 */
export async function* jsonLines(stream: AsyncIterable<unknown>): AsyncGenerator<unknown, void, undefined> {
	const decoder = new TextDecoder()
	let rest = ''
	for await (const chunk of stream) {
		if (!(chunk instanceof Uint8Array)) continue
		const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
		rest = lines.pop() ?? ''
		for (const line of lines) if (line.trim() !== '') yield parse(line)
	}
	if (rest.trim() !== '') yield parse(rest)
}

function parse(line: string): unknown {
	try {
		return JSON.parse(line)
	} catch (error) {
		throw new EngineError('unexpected', `The engine sent something that is not JSON: ${line.slice(0, 200)}`, {
			cause: error,
		})
	}
}
