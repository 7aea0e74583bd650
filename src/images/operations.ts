import type { Engine, EngineRequest } from '../engine/engine.ts'
import { EngineError, toEngineError } from '../engine/errors.ts'
import { jsonLines } from '../engine/jsonLines.ts'
import { askedByEngine } from '../registries/complaint.ts'
import { familiarName, type Reference } from './reference.ts'
import { Transfer, type LayerProgress, type PushedPart, type TransferProgress } from './transfer.ts'

/** What follows a transfer: everything so far, and the layer that changed. */
export type ReportTransfer = (progress: TransferProgress, layer: LayerProgress | undefined) => void

/** A transfer to or from a registry. */
export interface TransferOptions {
	/** `X-Registry-Auth`; undefined for nobody. */
	readonly authorization: string | undefined
	readonly signal: AbortSignal
	readonly report: ReportTransfer
}

/**
 * Everything the engine says about an image; `GET /images/{name}/json`.
 *
 * @throws {EngineError}
 */
export async function inspectImage({ docker }: Engine, id: string): Promise<unknown> {
	return docker.getImage(id).inspect()
}

/**
 * The same, with which platforms' content the engine has of an image for several; one that doesn't know leaves that out.
 *
 * @throws {EngineError}
 */
export async function inspectWithManifests(engine: Engine, name: string): Promise<unknown> {
	return engine.request({ method: 'GET', path: `/images/${name}/json`, query: { manifests: '1' } })
}

/**
 * Gives an image a name; another image that had it loses it. `POST /images/{name}/tag`.
 *
 * @throws {EngineError}
 */
export async function tagImage({ docker }: Engine, id: string, reference: Reference): Promise<void> {
	await docker.getImage(id).tag({ repo: familiarName(reference), tag: reference.tag ?? 'latest' })
}

/**
 * Removes an image, or only the name where it has others; `DELETE /images/{name}`.
 *
 * @throws {EngineError} `inUse` when a container was made from it.
 */
export async function removeImage({ docker }: Engine, name: string): Promise<void> {
	try {
		await docker.getImage(name).remove()
	} catch (thrown) {
		const error = toEngineError(thrown)
		throw error.reason === 'conflict' ? new EngineError('inUse', error.message, { cause: thrown }) : error
	}
}

/** What a registry has after a push. */
export interface PushedImage {
	readonly digest: string
	/** Undefined where all of the image was pushed. */
	readonly part: PushedPart | undefined
}

/**
 * Pushes a name of an image; `POST /images/{name}/push`. Aborting closes the connection, which ends it.
 *
 * @returns The digest under which the registry has it, and which part of it that is.
 * @throws {EngineError} also for what the engine says in the middle of its reply.
 */
export async function pushImage(engine: Engine, reference: Reference, options: TransferOptions): Promise<PushedImage> {
	const { authorization } = options
	const { digest, part } = await transfer(engine, options, {
		method: 'POST',
		path: `/images/${familiarName(reference)}/push`,
		query: { tag: reference.tag ?? 'latest' },
		// Without this header the engine refuses; what nobody's is, is an empty object.
		headers: { 'X-Registry-Auth': authorization ?? Buffer.from('{}').toString('base64') },
	})
	if (digest === undefined) throw new EngineError('unreachable', 'The engine ended the push without a digest.')
	return { digest, part }
}

/**
 * Pulls an image; `POST /images/create`. Aborting closes the connection, which ends it.
 *
 * @throws {EngineError} also for what the engine says in the middle of its reply.
 */
export async function pullImage(engine: Engine, reference: Reference, options: TransferOptions): Promise<void> {
	const { authorization } = options
	await transfer(engine, options, {
		method: 'POST',
		path: '/images/create',
		query: { fromImage: familiarName(reference), tag: reference.digest ?? reference.tag ?? 'latest' },
		...(authorization === undefined ? {} : { headers: { 'X-Registry-Auth': authorization } }),
	})
}

async function transfer(
	engine: Engine,
	{ signal, report }: TransferOptions,
	request: EngineRequest,
): Promise<Pick<Transfer, 'digest' | 'part'>> {
	const followed = new Transfer()
	try {
		const stream = await engine.stream({ ...request, signal })
		for await (const line of jsonLines(stream)) {
			const layer = followed.take(line, performance.now())
			report(followed.progress, layer)
		}
	} catch (error) {
		throw signal.aborted ? new EngineError('cancelled', 'Cancelled.', { cause: error }) : askedByEngine(error)
	}
	return followed
}

/**
 * `GET /images/{name}/history`; the last instruction comes first.
 *
 * @throws {EngineError} `notFound`
 */
export async function imageHistory(docker: Engine['docker'], name: string): Promise<unknown> {
	const history: unknown = await docker.getImage(name).history()
	// Where an image has none, the answer is `null`: docker-modem hands that over as bytes.
	return Buffer.isBuffer(history) ? [] : history
}
