import type { Readable } from 'node:stream'
import * as v from 'valibot'
import { decode } from '../../engine/decode.ts'
import { isAtLeast, type Engine } from '../../engine/engine.ts'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import { imageHistory } from '../operations.ts'
import { readArchive, type ImageArchive } from './archive.ts'
import { filesOf } from './fileTree.ts'
import { decodeDetails, type ImageDetails } from './history.ts'
import type { LayerEntry } from './layerIndex.ts'
import { Spool } from './spool.ts'

/**
 * Platform, layers and history of an image; `GET /images/{name}/json`, `GET /images/{name}/history`.
 *
 * @throws {EngineError}
 */
export async function imageDetails({ docker }: Engine, id: string): Promise<ImageDetails> {
	const image = docker.getImage(id)
	const [inspected, history] = await Promise.all([image.inspect(), imageHistory(docker, id)])
	return decodeDetails(inspected, history)
}

/** An image's files: where they stand, and how to read them. Dispose of it to free the disk. */
export interface OpenedImage extends ImageArchive {
	readonly spool: Spool
	/** By path, as a container sees them; put together when first asked for. */
	readonly files: () => ReadonlyMap<string, LayerEntry>
}

/**
 * Reads an image's archive once; `GET /images/{name}/get`.
 *
 * @param folder On a disk: it takes as many bytes as the files of the image have.
 * @param report Told how many bytes of the archive have come, of about how many.
 * @throws {EngineError} `notFound`, `noSpace`, `cancelled`; nothing is left on the disk.
 */
export async function openImage(
	engine: Engine,
	id: string,
	folder: string,
	signal: AbortSignal,
	report: (bytes: number, total: number) => void,
): Promise<OpenedImage> {
	// Asked for something that isn't there, the archive's answer is an unexpected failure.
	const { Size } = await engine.docker.getImage(id).inspect()
	const spool = await Spool.create(folder)
	let stream: Readable | undefined
	try {
		stream = await engine.stream({ method: 'GET', path: `/images/${id}/get`, signal })
		const archive = await readArchive(stream, spool, signal, (bytes) => report(bytes, Size))
		let files: ReadonlyMap<string, LayerEntry> | undefined
		return { ...archive, spool, files: () => (files ??= filesOf(archive.layers)) }
	} catch (error) {
		stream?.destroy()
		await spool.dispose()
		throw signal.aborted ? new EngineError('cancelled', 'Cancelled.', { cause: error }) : toEngineError(error)
	}
}

/** Bytes of an image: in layers that other images have too, and in its own. */
export interface ImageSize {
	readonly shared: number
	readonly own: number
}

const sizesSchema = v.array(
	v.object({ Id: v.string(), Size: v.nullish(v.number(), 0), SharedSize: v.nullish(v.number(), -1) }),
)
const usageSchema = v.object({ Images: v.nullish(sizesSchema, []) })

/**
 * What images share and what is theirs alone, by id; the engine computes it for all at once.
 * `GET /images/json?shared-size=1` from API 1.42, `GET /system/df` before.
 *
 * @throws {EngineError}
 */
export async function imageSizes(engine: Engine, signal: AbortSignal): Promise<ReadonlyMap<string, ImageSize>> {
	const images = isAtLeast(engine.apiVersion, '1.42')
		? decode(
				sizesSchema,
				await engine.request({ method: 'GET', path: '/images/json', query: { 'shared-size': '1' }, signal }),
			)
		: decode(usageSchema, await engine.request({ method: 'GET', path: '/system/df', signal })).Images
	return new Map(
		images
			.filter(({ SharedSize }) => SharedSize >= 0)
			.map(({ Id, Size, SharedSize }) => [Id, { shared: SharedSize, own: Size - SharedSize }]),
	)
}
