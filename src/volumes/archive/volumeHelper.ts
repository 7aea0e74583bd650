import type Dockerode from 'dockerode'
import { Readable } from 'node:stream'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import { createIdleHelper, helperLabels, removeHelper, writesLabel } from '../../engine/helper.ts'
import { toArchiveError } from './archiveError.ts'
import { contained, placed } from './containment.ts'
import { persistently } from './persistently.ts'
import { toText, type TarPart } from './tarEntry.ts'
import { readTar } from './tarReader.ts'
import { gathered, writeTar } from './tarWriter.ts'

/** A volume, and the engine that has it. */
export interface VolumeAddress {
	readonly engine: Engine
	readonly name: string
}

/** Where the helper has the volume; no image has such a folder. */
const mountFolder = 'longshore-volume'

/**
 * A container that has one volume and is never started: the engine's archive calls read and write through it. Any image
 * serves. It is gone when it is disposed of, and whatever it was doing is broken off.
 */
export class VolumeHelper implements AsyncDisposable {
	readonly #container: Dockerode.Container
	readonly #scratchImage: Dockerode.Image | undefined
	/** Where the data is in the container; without a leading slash. */
	readonly #folder: string
	readonly #closing = new AbortController()

	private constructor(container: Dockerode.Container, folder: string, scratchImage: Dockerode.Image | undefined) {
		this.#container = container
		this.#folder = folder
		this.#scratchImage = scratchImage
	}

	/**
	 * A container that has a folder of an image instead, as if it was a volume.
	 *
	 * @throws {EngineError} `notFound` when there is no such image.
	 */
	static async openImage({ docker }: Engine, image: string, folder: string): Promise<VolumeHelper> {
		const container = await createIdleHelper(docker, image, helperLabels(image))
		return new VolumeHelper(container, folder, undefined)
	}

	/** @throws {EngineError} `notFound` when there is no such volume: the engine itself would make it. */
	static async open({ engine, name }: VolumeAddress, access: 'readOnly' | 'readWrite'): Promise<VolumeHelper> {
		await engine.docker.getVolume(name).inspect()
		const image = await anyImage(engine)
		try {
			const writes = access === 'readWrite' ? { [writesLabel]: '' } : {}
			const container = await createIdleHelper(engine.docker, image.name, { ...helperLabels(name), ...writes }, [
				{
					Type: 'volume',
					Source: name,
					Target: `/${mountFolder}`,
					ReadOnly: access === 'readOnly',
					VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: '', Options: {} } },
				},
			])
			return new VolumeHelper(container, mountFolder, image.scratch)
		} catch (error) {
			await image.scratch?.remove({ force: true }).catch(() => undefined)
			throw toEngineError(error)
		}
	}

	/**
	 * Everything in the volume, its root first, with paths within it; `GET /containers/{id}/archive`.
	 *
	 * @throws {EngineError} while it is read.
	 */
	async *read(signal: AbortSignal): AsyncGenerator<TarPart, void, undefined> {
		try {
			const stream = await this.#container.getArchive({ path: `/${this.#folder}`, abortSignal: this.#until(signal) })
			yield* contained(readTar(stream as Readable), this.#folder)
		} catch (error) {
			throw signal.aborted ? new EngineError('cancelled', 'Cancelled.', { cause: error }) : toArchiveError(error)
		}
	}

	/**
	 * One file of the volume; its name is the last step of the path.
	 *
	 * @param path Bytes as latin1.
	 * @throws {EngineError} `notFound`
	 */
	async *readFile(path: string, signal: AbortSignal): AsyncGenerator<TarPart, void, undefined> {
		const stream = await this.#container.getArchive({
			path: `/${this.#folder}/${toText(path)}`,
			abortSignal: this.#until(signal),
		})
		yield* contained(readTar(stream as Readable), '')
	}

	/**
	 * The container's whole file system, as an archive has it; `GET /containers/{id}/export`.
	 *
	 * @throws {EngineError} while it is read.
	 */
	async *readAll(signal: AbortSignal): AsyncGenerator<TarPart, void, undefined> {
		const stream = await this.#container.export({ abortSignal: this.#until(signal) })
		yield* readTar(stream as Readable)
	}

	/**
	 * Writes parts, with paths within the volume; `PUT /containers/{id}/archive`. What is there and isn't written stays.
	 * It goes to the container's root, with the folder of the mount as an entry: so the volume's own root gets its mode.
	 *
	 * @throws {EngineError} `noSpace`, `readOnly`; whatever the parts throw.
	 */
	async write(parts: AsyncIterable<TarPart>, signal: AbortSignal): Promise<void> {
		const body = Readable.from(gathered(writeTar(placed(parts, this.#folder))), { objectMode: false })
		let cause: unknown
		body.on('error', (error) => (cause ??= error))
		try {
			await this.#container.putArchive(body, { path: '/', abortSignal: this.#until(signal) })
		} catch (error) {
			throw signal.aborted
				? new EngineError('cancelled', 'Cancelled.', { cause: error })
				: toArchiveError(cause ?? error)
		} finally {
			body.destroy()
		}
	}

	async [Symbol.asyncDispose](): Promise<void> {
		this.#closing.abort()
		await persistently(async () => {
			await removeHelper(this.#container)
			await this.#scratchImage?.remove({ force: true })
		}).catch(() => undefined)
	}

	#until(signal: AbortSignal): AbortSignal {
		return AbortSignal.any([signal, this.#closing.signal])
	}
}

/** An image that is there; an empty one, made on the spot, where there is none. */
async function anyImage({ docker }: Engine): Promise<{ name: string; scratch: Dockerode.Image | undefined }> {
	const [image] = await docker.listImages()
	if (image) return { name: image.Id, scratch: undefined }
	const name = 'longshore-helper:scratch'
	const [repo, tag] = name.split(':')
	const empty = Readable.from([Buffer.alloc(1024)])
	const reply = await docker.importImage(empty, { repo, tag })
	for await (const _ of reply);
	return { name, scratch: docker.getImage(name) }
}
