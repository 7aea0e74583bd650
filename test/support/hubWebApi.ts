import type { IncomingMessage } from 'node:http'

import type { Credential, HubAccounts } from './hubAccounts.ts'
import type { HubAnswer } from './hubAnswer.ts'
import { page, refusal } from './hubWebRecords.ts'
import type { HubWebRepositories } from './hubWebRepositories.ts'
import type { HubWebSession } from './hubWebSession.ts'

const requestsPerMinute = 180

/**
 * What hub.docker.com does: the documented part of its API that concerns repositories, the undocumented `user` calls
 * that its own tools use, and a page for each repository.
 * Source: https://docs.docker.com/reference/api/hub/latest/
 */
export class HubWebApi {
	readonly #accounts: HubAccounts
	readonly #session: HubWebSession
	readonly #repositories: HubWebRepositories

	constructor(accounts: HubAccounts, session: HubWebSession, repositories: HubWebRepositories) {
		this.#accounts = accounts
		this.#session = session
		this.#repositories = repositories
	}

	async answer(request: IncomingMessage, url: URL): Promise<HubAnswer> {
		const answer = await this.#route(request, url)
		const limit = {
			'x-ratelimit-limit': String(requestsPerMinute),
			'x-ratelimit-remaining': String(requestsPerMinute - 1),
			'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 60),
		}
		return { ...answer, headers: { ...limit, ...answer.headers } }
	}

	async #route(request: IncomingMessage, url: URL): Promise<HubAnswer> {
		const parts = url.pathname.split('/').filter((part) => part !== '')
		// HEAD is answered as GET is; its body stays behind when it is sent.
		const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '')
		if (method === 'POST' && url.pathname === '/v2/auth/token') {
			return this.#session.createToken(request)
		}
		if (method === 'POST' && parts.join('/') === 'v2/users/login') {
			return this.#session.logIn(request)
		}
		const credential = this.#session.credential(request)
		if (credential === 'invalid') {
			return refusal(401, 'unauthorized')
		}
		if (parts[0] === 'r' && parts.length === 3) {
			return this.#repositories.show(parts.slice(1).join('/'), credential)
		}
		if (parts[0] === 'v2' && parts[1] === 'user' && method === 'GET') {
			return this.#user(url, parts[2], credential)
		}
		const place = repositoryPlace(parts)
		return place === undefined ? refusal(404, 'not found') : this.#repository(request, method, url, place, credential)
	}

	#user(url: URL, part: string | undefined, credential: Credential | undefined): HubAnswer {
		const account = credential && this.#accounts.account(credential.account)
		if (account === undefined) {
			return refusal(401, 'unauthorized')
		}
		if (part === undefined) {
			const { name, email, createdAt } = account
			return { status: 200, body: { username: name, email, type: 'User', date_joined: createdAt.toISOString() } }
		}
		const organisations = this.#accounts.organisationsOf(account.name).map((orgname) => ({ orgname, type: 'Org' }))
		return part === 'orgs' ? page(url, organisations) : refusal(404, 'not found')
	}

	async #repository(
		request: IncomingMessage,
		method: string,
		url: URL,
		{ namespace, name, tags, tag }: RepositoryPlace,
		credential: Credential | undefined,
	): Promise<HubAnswer> {
		const path = `${namespace}/${name ?? ''}`
		switch (method) {
			case 'POST':
				return name === undefined ? this.#repositories.create(request, namespace, credential) : notAllowed
			case 'DELETE':
				return tag === undefined ? notAllowed : this.#repositories.removeTag(path, tag, credential)
			case 'GET':
				if (tag !== undefined) {
					return this.#repositories.getTag(path, tag, credential)
				}
				if (tags) {
					return this.#repositories.listTags(url, path, credential)
				}
				return name === undefined
					? this.#repositories.list(url, namespace, credential)
					: this.#repositories.get(path, credential)
			default:
				return notAllowed
		}
	}
}

const notAllowed: HubAnswer = { status: 405, body: { errinfo: null, message: 'method not allowed' } }

interface RepositoryPlace {
	readonly namespace: string
	readonly name: string | undefined
	readonly tags: boolean
	readonly tag: string | undefined
}

/** Reads `v2/namespaces/{namespace}/repositories/…` and the older `v2/repositories/{namespace}/…`. */
function repositoryPlace(parts: readonly string[]): RepositoryPlace | undefined {
	const modern = parts[1] === 'namespaces' && parts[3] === 'repositories'
	if (parts[0] !== 'v2' || !(modern || parts[1] === 'repositories')) {
		return undefined
	}
	const [name, tags, tag, ...more] = parts.slice(modern ? 4 : 3)
	const namespace = parts[2]
	const known = namespace !== undefined && (tags === undefined || tags === 'tags') && more.length === 0
	return known ? { namespace, name, tags: tags === 'tags', tag } : undefined
}
