import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import * as v from 'valibot'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import { jsonLines } from '../../engine/jsonLines.ts'

/**
 * Writes images, with their names, into a file; `GET /images/get`. A name ending in `gz` makes it compressed. What is
 * written stands beside it as `.part` until it is whole.
 *
 * @param names Of the images; an id saves it without a name.
 * @param report Told how many bytes have come from the engine.
 * @throws {EngineError} `noSpace`, `denied`, `cancelled`; no file is left half-made, and one that was there stays.
 */
export async function saveImages(
	engine: Engine,
	names: readonly string[],
	path: string,
	signal: AbortSignal,
	report: (bytes: number) => void,
): Promise<void> {
	const part = `${path}.part`
	try {
		const stream = await engine.stream({ method: 'GET', path: '/images/get', query: { names }, signal })
		let bytes = 0
		stream.on('data', (chunk: Uint8Array) => report((bytes += chunk.length)))
		const file = createWriteStream(part)
		if (/gz$/i.test(path)) await pipeline(stream, createGzip(), file, { signal })
		else await pipeline(stream, file, { signal })
		await rename(part, path)
	} catch (error) {
		await rm(part, { force: true })
		throw signal.aborted ? new EngineError('cancelled', 'Cancelled.', { cause: error }) : toEngineError(error)
	}
}

const lineSchema = v.object({
	stream: v.nullish(v.string()),
	error: v.nullish(v.string()),
	errorDetail: v.nullish(v.object({ message: v.nullish(v.string()) })),
})

/**
 * Loads the images of an archive; `POST /images/load`. The engine itself unpacks gzip, bzip2, xz and zstd. It takes
 * images only when the archive has come whole, so cancelling before leaves none.
 *
 * @param report Told how many bytes of the file have been sent, of how many.
 * @returns Names of the images, or ids of those without a name.
 * @throws {EngineError} `invalid` when it is no archive of images.
 */
export async function loadImages(
	{ docker }: Engine,
	path: string,
	signal: AbortSignal,
	report: (bytes: number, total: number) => void,
): Promise<readonly string[]> {
	const loaded: string[] = []
	try {
		const { size } = await stat(path)
		const file = createReadStream(path, { highWaterMark: 256 * 1024, signal })
		file.on('data', () => report(file.bytesRead, size))
		const reply = await docker.loadImage(file, { quiet: true, abortSignal: signal })
		for await (const line of jsonLines(reply)) {
			const parsed = v.safeParse(lineSchema, line)
			if (!parsed.success) continue
			const { stream, error, errorDetail } = parsed.output
			const complaint = errorDetail?.message ?? error
			if (complaint) throw new EngineError('invalid', complaint)
			const [, name] = /^Loaded image(?: ID)?: (\S+)/.exec(stream ?? '') ?? []
			if (name !== undefined) loaded.push(name)
		}
	} catch (error) {
		throw signal.aborted ? new EngineError('cancelled', 'Cancelled.', { cause: error }) : toEngineError(error)
	}
	if (loaded.length === 0) throw new EngineError('invalid', 'There is no image in it.')
	return loaded
}
