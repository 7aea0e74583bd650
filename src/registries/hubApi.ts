import * as v from 'valibot'
import { EngineError } from '../engine/errors.ts'
import type { Credential } from './account.ts'
import { answered, ask, decoded, type HttpRequest } from './http.ts'
import { platformText, type Page } from './registryApi.ts'

/** A repository as Docker Hub's web site shows it. */
export interface HubRepository {
	readonly namespace: string
	readonly name: string
	readonly description: string
	readonly isPrivate: boolean
	readonly pulls: number
	readonly pushedAt: Date | undefined
}

export interface HubTag {
	readonly name: string
	readonly digest: string | undefined
	/** Bytes, compressed. */
	readonly size: number
	readonly platforms: readonly string[]
	readonly pushedAt: Date | undefined
}

export interface HubQuery {
	/** A part of the name; empty for all. */
	readonly name: string
	/** As the page before gave it. */
	readonly next: string | undefined
}

const repositorySchema = v.object({
	namespace: v.string(),
	name: v.string(),
	description: v.nullish(v.string(), ''),
	is_private: v.nullish(v.boolean(), false),
	pull_count: v.nullish(v.number(), 0),
	last_updated: v.nullish(v.string()),
})
const imageSchema = v.object({
	os: v.nullish(v.string()),
	architecture: v.nullish(v.string()),
	variant: v.nullish(v.string()),
	digest: v.nullish(v.string()),
})
const tagSchema = v.object({
	name: v.string(),
	digest: v.nullish(v.string()),
	full_size: v.nullish(v.number(), 0),
	tag_last_pushed: v.nullish(v.string()),
	images: v.nullish(v.array(imageSchema), []),
})

const address = 'https://hub.docker.com'
const pageSize = '25'

/** Docker Hub's web API as one account sees it. Source: https://docs.docker.com/reference/api/hub/latest/ */
export class HubApi {
	readonly #credential: Credential | undefined
	#token: string | undefined

	constructor(credential: Credential | undefined) {
		this.#credential = credential
	}

	/**
	 * The account's own namespace, and its organisations' (`GET /v2/user/orgs/`, which Docker's own tools use). A token
	 * that isn't told, such as an organisation's own, has the one that it signs in as.
	 *
	 * @throws {EngineError}
	 */
	async namespaces(signal: AbortSignal): Promise<readonly string[]> {
		const own = this.#credential?.userName
		const response = await this.#ask({ url: `${address}/v2/user/orgs/?page_size=100`, signal })
		if (response.status === 429 || response.status >= 500) await answered(response)
		const schema = v.object({ results: v.array(v.object({ orgname: v.string() })) })
		const reply = response.ok ? v.safeParse(schema, await response.json()) : undefined
		const organisations = reply?.success ? reply.output.results.map(({ orgname }) => orgname) : []
		return [...(own === undefined ? [] : [own]), ...organisations.sort().filter((name) => name !== own)]
	}

	/**
	 * `GET /v2/namespaces/{namespace}/repositories`
	 *
	 * @throws {EngineError}
	 */
	async repositories(namespace: string, query: HubQuery, signal: AbortSignal): Promise<Page<HubRepository>> {
		const url = listUrl(`/v2/namespaces/${namespace}/repositories`, query, '-last_updated')
		const { results, next } = await this.#page(repositorySchema, url, signal)
		return { items: results.map(toRepository), next }
	}

	/**
	 * `GET /v2/namespaces/{namespace}/repositories/{repository}`; undefined where there is none that one may see.
	 *
	 * @param path `alice/app`
	 * @throws {EngineError}
	 */
	async repository(path: string, signal: AbortSignal): Promise<HubRepository | undefined> {
		const response = await this.#ask({ url: repositoryUrl(path), signal })
		if (response.status === 404) return undefined
		return toRepository(await decoded(repositorySchema, await answered(response)))
	}

	/**
	 * `POST /v2/namespaces/{namespace}/repositories`
	 *
	 * @throws {EngineError} also where Docker Hub gives no more private ones; the message is its own.
	 */
	async createRepository(path: string, isPrivate: boolean, signal: AbortSignal): Promise<void> {
		const [namespace = '', name = ''] = path.split('/')
		const response = await this.#ask({
			url: `${address}/v2/namespaces/${namespace}/repositories`,
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ namespace, name, is_private: isPrivate, registry: 'docker' }),
			signal,
		})
		const made = await decoded(repositorySchema, await answered(response))
		if (isPrivate && !made.is_private) {
			throw new EngineError('unexpected', `Docker Hub made ${path} public although it was to be private.`)
		}
	}

	/**
	 * `GET /v2/namespaces/{namespace}/repositories/{repository}/tags`
	 *
	 * @throws {EngineError}
	 */
	async tags(path: string, query: HubQuery, signal: AbortSignal): Promise<Page<HubTag>> {
		const { results, next } = await this.#page(tagSchema, listUrl(`${repositoryPath(path)}/tags`, query), signal)
		return { items: results.map(toTag), next }
	}

	/**
	 * Deletes a tag (`DELETE /v2/repositories/{namespace}/{repository}/tags/{tag}/`, as Docker Hub's web site does).
	 *
	 * @throws {EngineError} `denied` where the token may not.
	 */
	async deleteTag(path: string, tag: string, signal: AbortSignal): Promise<void> {
		await answered(
			await this.#ask({ url: `${address}/v2/repositories/${path}/tags/${tag}/`, method: 'DELETE', signal }),
		)
	}

	async #page<S extends v.GenericSchema>(schema: S, url: string, signal: AbortSignal) {
		const response = await answered(await this.#ask({ url, signal }))
		const { results, next } = await decoded(
			v.object({ results: v.array(schema), next: v.nullish(v.string()) }),
			response,
		)
		// The token goes nowhere but to Docker Hub.
		return { results, next: next?.startsWith(`${address}/`) ? next : undefined }
	}

	async #ask(request: HttpRequest): Promise<Response> {
		const send = async () => {
			this.#token ??= await this.#signIn(request.signal)
			const authorization = this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }
			return ask({ ...request, headers: { ...request.headers, ...authorization } })
		}
		const hadToken = this.#token !== undefined
		const response = await send()
		// It lives for ten minutes.
		if (response.status !== 401 || !hadToken) return response
		this.#token = undefined
		return send()
	}

	async #signIn(signal: AbortSignal): Promise<string | undefined> {
		if (!this.#credential) return undefined
		const { userName: identifier, secret } = this.#credential
		const response = await ask({
			url: `${address}/v2/auth/token`,
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ identifier, secret }),
			signal,
		})
		return (await decoded(v.object({ access_token: v.string() }), await answered(response))).access_token
	}
}

function repositoryPath(path: string): string {
	const [namespace = '', name = ''] = path.split('/')
	return `/v2/namespaces/${namespace}/repositories/${name}`
}

function repositoryUrl(path: string): string {
	return address + repositoryPath(path)
}

function listUrl(path: string, { name, next }: HubQuery, ordering?: string): string {
	if (next !== undefined) return next
	const query = new URLSearchParams({ page_size: pageSize })
	if (name !== '') query.set('name', name)
	if (ordering !== undefined) query.set('ordering', ordering)
	return `${address}${path}?${query.toString()}`
}

function toRepository(record: v.InferOutput<typeof repositorySchema>): HubRepository {
	return {
		namespace: record.namespace,
		name: record.name,
		description: record.description ?? '',
		isPrivate: record.is_private ?? false,
		pulls: record.pull_count ?? 0,
		pushedAt: dateOf(record.last_updated),
	}
}

function toTag(record: v.InferOutput<typeof tagSchema>): HubTag {
	const images = record.images ?? []
	return {
		name: record.name,
		digest: record.digest ?? images[0]?.digest ?? undefined,
		size: record.full_size ?? 0,
		platforms: images.flatMap(({ os, architecture, variant }) =>
			os && architecture && os !== 'unknown' ? [platformText({ os, architecture, variant })] : [],
		),
		pushedAt: dateOf(record.tag_last_pushed),
	}
}

function dateOf(text: string | null | undefined): Date | undefined {
	return text ? new Date(text) : undefined
}
