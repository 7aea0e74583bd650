import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { EngineError, toEngineError } from '../engine/errors.ts'
import type { Credential } from './account.ts'
import { registryUrls } from './address.ts'
import { certificateProblem } from './certificate.ts'
import { parseChallenge, type Challenge } from './challenge.ts'
import { answered, ask, decoded, type HttpRequest } from './http.ts'
import { basic, fetchToken } from './token.ts'

/** What can be pulled under one name (OCI Image Specification, "Image Manifest" and "Image Index"). */
export interface RemoteManifest {
	readonly digest: string
	/** Digest of the image's configuration; undefined for an index of several. */
	readonly configuration: string | undefined
	/** Bytes of all layers, compressed. */
	readonly size: number
	/** What an index names. */
	readonly images: readonly { readonly digest: string; readonly platform: string }[]
}

export interface RemoteConfiguration {
	/** `linux/amd64` */
	readonly platform: string
	readonly created: string | undefined
	/** Digests of the layers, uncompressed. */
	readonly layers: readonly string[]
}

export interface Page<T> {
	readonly items: readonly T[]
	/** What to ask with for the next page; undefined at the end. */
	readonly next: string | undefined
}

const manifestTypes = [
	'application/vnd.oci.image.index.v1+json',
	'application/vnd.docker.distribution.manifest.list.v2+json',
	'application/vnd.oci.image.manifest.v1+json',
	'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

const platformSchema = v.object({ os: v.string(), architecture: v.string(), variant: v.nullish(v.string()) })
const sizedSchema = v.object({ digest: v.string(), size: v.nullish(v.number(), 0) })
const manifestSchema = v.object({
	config: v.nullish(sizedSchema),
	layers: v.nullish(v.array(sizedSchema), []),
	manifests: v.nullish(v.array(v.object({ digest: v.string(), platform: v.nullish(platformSchema) })), []),
})
const configurationSchema = v.object({
	os: v.nullish(v.string(), ''),
	architecture: v.nullish(v.string(), ''),
	variant: v.nullish(v.string()),
	created: v.nullish(v.string()),
	rootfs: v.nullish(v.object({ diff_ids: v.nullish(v.array(v.string()), []) })),
})

/** `linux/arm64/v8` */
export function platformText(platform: {
	readonly os: string
	readonly architecture: string
	readonly variant?: string | null | undefined
}): string {
	return [platform.os, platform.architecture, platform.variant].filter(Boolean).join('/')
}

/** A registry as one account, or nobody, sees it (OCI Distribution Specification). */
export class RegistryApi {
	readonly #registry: string
	readonly #credential: Credential | undefined
	readonly #tokens = new Map<string, string>()
	#place: Promise<{ readonly url: string; readonly challenge: Challenge | undefined }> | undefined

	constructor(registry: string, credential: Credential | undefined) {
		this.#registry = registry
		this.#credential = credential
	}

	/**
	 * Shows the credential (`GET /v2/`).
	 *
	 * @throws {EngineError} `unauthorized` when it is refused; `rateLimited`, `unreachable`, `certificate`, `timeout`.
	 */
	async verify(signal: AbortSignal): Promise<void> {
		const { url, challenge } = await this.#found(signal)
		try {
			if (challenge?.scheme === 'bearer') await fetchToken(challenge, this.#credential, undefined, signal)
			else if (challenge && this.#credential) {
				await answered(await ask({ url: `${url}/v2/`, headers: { authorization: basic(this.#credential) }, signal }))
			}
		} catch (thrown) {
			const { reason, message } = toEngineError(thrown)
			// Nothing was asked for but to be let in: a 403 refuses the credential, as GitHub's and Amazon's do.
			throw reason === 'denied' ? new EngineError('unauthorized', message, { cause: thrown, status: 403 }) : thrown
		}
	}

	/**
	 * A token for a scope; undefined where the registry has no token service.
	 *
	 * @throws {EngineError} as {@link verify}.
	 */
	async token(scope: string, signal: AbortSignal): Promise<string | undefined> {
		const { challenge } = await this.#found(signal)
		if (challenge?.scheme !== 'bearer') return undefined
		const known = this.#tokens.get(scope)
		if (known !== undefined) return known
		const granted = await fetchToken(challenge, this.#credential, scope, signal)
		this.#tokens.set(scope, granted)
		return granted
	}

	/**
	 * The digest that a tag has now (`HEAD /v2/{name}/manifests/{reference}`); undefined where there is none.
	 *
	 * @throws {EngineError}
	 */
	async digest(repository: string, reference: string, signal: AbortSignal): Promise<string | undefined> {
		const response = await this.#ask(
			`/v2/${repository}/manifests/${reference}`,
			pull(repository),
			{ method: 'HEAD', headers: { accept: manifestTypes } },
			signal,
		)
		if (response.status === 404) return undefined
		const digest = (await answered(response)).headers.get('docker-content-digest')
		return digest ?? (await this.manifest(repository, reference, signal))?.digest
	}

	/**
	 * `GET /v2/{name}/manifests/{reference}`; undefined where there is none.
	 *
	 * @throws {EngineError}
	 */
	async manifest(repository: string, reference: string, signal: AbortSignal): Promise<RemoteManifest | undefined> {
		const response = await this.#ask(
			`/v2/${repository}/manifests/${reference}`,
			pull(repository),
			{ headers: { accept: manifestTypes } },
			signal,
		)
		if (response.status === 404) return undefined
		const text = await (await answered(response)).text()
		const { config, layers, manifests } = v.parse(manifestSchema, JSON.parse(text))
		return {
			digest:
				response.headers.get('docker-content-digest') ?? `sha256:${createHash('sha256').update(text).digest('hex')}`,
			configuration: config?.digest,
			size: (layers ?? []).reduce((sum, { size }) => sum + (size ?? 0), config?.size ?? 0),
			// An attestation stands in an index as an image of an unknown platform.
			images: (manifests ?? []).flatMap(({ digest, platform }) =>
				platform && platform.os !== 'unknown' ? [{ digest, platform: platformText(platform) }] : [],
			),
		}
	}

	/**
	 * An image's configuration (`GET /v2/{name}/blobs/{digest}`).
	 *
	 * @throws {EngineError}
	 */
	async configuration(repository: string, digest: string, signal: AbortSignal): Promise<RemoteConfiguration> {
		const response = await this.#ask(`/v2/${repository}/blobs/${digest}`, pull(repository), {}, signal)
		// A registry may send it as any kind of file.
		const { os, architecture, variant, created, rootfs } = await decoded(configurationSchema, await answered(response))
		return {
			platform: platformText({ os: os ?? '', architecture: architecture ?? '', variant }),
			created: created ?? undefined,
			layers: rootfs?.diff_ids ?? [],
		}
	}

	/**
	 * A page of a repository's tags (`GET /v2/{name}/tags/list`); undefined where there is no such repository.
	 *
	 * @throws {EngineError}
	 */
	async tags(repository: string, next: string | undefined, signal: AbortSignal): Promise<Page<string> | undefined> {
		const path = next ?? `/v2/${repository}/tags/list?n=100`
		const response = await this.#ask(path, pull(repository), {}, signal)
		if (response.status === 404) return undefined
		const { tags } = await decoded(v.object({ tags: v.nullish(v.array(v.string())) }), await answered(response))
		return { items: tags ?? [], next: nextOf(response) }
	}

	/**
	 * A page of the registry's repositories (`GET /v2/_catalog`), where it lets one see them.
	 *
	 * @throws {EngineError} `unauthorized`, `denied`, `notFound` or `unsupported` where it doesn't.
	 */
	async catalog(next: string | undefined, signal: AbortSignal): Promise<Page<string>> {
		const response = await this.#ask(next ?? '/v2/_catalog?n=100', 'registry:catalog:*', {}, signal)
		const schema = v.object({ repositories: v.nullish(v.array(v.string())) })
		const { repositories } = await decoded(schema, await answered(response))
		return { items: repositories ?? [], next: nextOf(response) }
	}

	/**
	 * Begins an upload and drops it at once: what stands in the way of a push stands in the way of this.
	 *
	 * @throws {EngineError} what stands in the way, with `Retry-After`.
	 */
	async tryUpload(repository: string, signal: AbortSignal): Promise<void> {
		const scope = `repository:${repository}:pull,push`
		const response = await answered(
			await this.#ask(`/v2/${repository}/blobs/uploads/`, scope, { method: 'POST' }, signal),
		)
		const { url } = await this.#found(signal)
		const location = new URL(response.headers.get('location') ?? '', url)
		const dropped = this.#ask(location.pathname + location.search, scope, { method: 'DELETE' }, signal)
		await dropped.catch(() => undefined)
	}

	async #ask(
		path: string,
		scope: string,
		request: Pick<HttpRequest, 'method' | 'headers'>,
		signal: AbortSignal,
	): Promise<Response> {
		const { url } = await this.#found(signal)
		const send = async () => {
			const headers = { ...request.headers, ...(await this.#authorization(scope, signal)) }
			return ask({ ...request, url: url + path, headers, signal })
		}
		const response = await send()
		// A token lives for minutes; another one is asked for once.
		return response.status === 401 && this.#tokens.delete(scope) ? send() : response
	}

	async #authorization(scope: string, signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
		const { challenge } = await this.#found(signal)
		if (challenge?.scheme === 'basic') return this.#credential ? { authorization: basic(this.#credential) } : {}
		const token = await this.token(scope, signal)
		return token === undefined ? {} : { authorization: `Bearer ${token}` }
	}

	#found(signal: AbortSignal) {
		this.#place ??= challengeOf(this.#registry, signal).catch((error: unknown) => {
			this.#place = undefined
			throw error
		})
		return this.#place
	}
}

function pull(repository: string): string {
	return `repository:${repository}:pull`
}

/** RFC 5988, as the Distribution Specification uses it. */
function nextOf(response: Response): string | undefined {
	const [, target] = /<([^>]+)>\s*;\s*rel="?next"?/i.exec(response.headers.get('link') ?? '') ?? []
	if (target === undefined) return undefined
	const url = new URL(target, response.url)
	return url.pathname + url.search
}

async function challengeOf(
	registry: string,
	signal: AbortSignal,
): Promise<{ readonly url: string; readonly challenge: Challenge | undefined }> {
	const [first = '', ...others] = registryUrls(registry)
	let url = first
	let response: Response
	try {
		response = await ask({ url: `${url}/v2/`, signal })
	} catch (error) {
		const [other] = others
		const { reason, message } = toEngineError(error)
		// Who shows a certificate that isn't trusted speaks no plain HTTP: what it says to that explains nothing.
		const isEncrypted = reason === 'certificate' && certificateProblem(message) !== 'plainHttp'
		if (other === undefined || reason === 'cancelled' || isEncrypted) throw error
		url = other
		response = await ask({ url: `${url}/v2/`, signal })
	}
	if (response.status !== 401) await answered(response)
	return { url, challenge: parseChallenge(response.headers.get('www-authenticate')) }
}
