import type { IncomingMessage } from 'node:http'

import { includesScope, type Credential, type HubAccounts } from './hubAccounts.ts'
import { fieldsOf, type HubAnswer } from './hubAnswer.ts'
import type { HubRepositories, HubRepository } from './hubRepositories.ts'
import type { HubTags } from './hubTags.ts'
import { page, refusal, repositoryPage, repositoryRecord, tagRecord } from './hubWebRecords.ts'

const namePattern = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/
const privateRepositoriesOfAccount = 1

/** The repositories' part of the web API, for one who has proved who they are or for nobody in particular. */
export class HubWebRepositories {
	readonly #accounts: HubAccounts
	readonly #repositories: HubRepositories
	readonly #tags: HubTags

	constructor(accounts: HubAccounts, repositories: HubRepositories, tags: HubTags) {
		this.#accounts = accounts
		this.#repositories = repositories
		this.#tags = tags
	}

	list(url: URL, namespace: string, credential: Credential | undefined): HubAnswer {
		const wanted = url.searchParams.get('name') ?? ''
		const visible = this.#repositories.visible(namespace, credential).filter(({ name }) => name.includes(wanted))
		return page(
			url,
			visible.map((repository) => this.#record(repository)),
		)
	}

	get(path: string, credential: Credential | undefined): HubAnswer {
		const repository = this.#visible(path, credential)
		return repository === undefined ? missing : { status: 200, body: this.#record(repository) }
	}

	async create(request: IncomingMessage, namespace: string, credential: Credential | undefined): Promise<HubAnswer> {
		const fields = await fieldsOf(request)
		const name = String(fields['name'] ?? '')
		const isPrivate = fields['is_private'] === true
		const refused = this.#refusalToCreate(namespace, name, isPrivate, credential)
		if (refused !== undefined) {
			return refused
		}
		const description = String(fields['description'] ?? '')
		const repository = this.#repositories.create(`${namespace}/${name}`, { isPrivate, description })
		return { status: 201, body: this.#record(repository) }
	}

	async listTags(url: URL, path: string, credential: Credential | undefined): Promise<HubAnswer> {
		if (this.#visible(path, credential) === undefined) {
			return missing
		}
		const wanted = url.searchParams.get('name') ?? ''
		const tags = (await this.#tags.list(path)).filter(({ name }) => name.includes(wanted))
		return page(
			url,
			tags.map((tag) => tagRecord(tag, this.#repositories.pushedAt(path, tag.name))),
		)
	}

	async getTag(path: string, name: string, credential: Credential | undefined): Promise<HubAnswer> {
		const repository = this.#visible(path, credential)
		const tag = repository && (await this.#tags.find(path, name))
		return tag === undefined
			? missing
			: { status: 200, body: tagRecord(tag, this.#repositories.pushedAt(path, tag.name)) }
	}

	async removeTag(path: string, name: string, credential: Credential | undefined): Promise<HubAnswer> {
		if (credential === undefined) {
			return refusal(401, 'unauthorized')
		}
		if (!this.#repositories.allowed(path, credential).has('delete')) {
			return refusal(403, 'permission denied')
		}
		return (await this.#tags.remove(path, name)) ? { status: 204 } : missing
	}

	/** The page that a person sees. */
	async show(path: string, credential: Credential | undefined): Promise<HubAnswer> {
		const repository = this.#visible(path, credential)
		return repository === undefined
			? { status: 404, body: '<!doctype html><title>404</title><h1>404 Page not found</h1>' }
			: repositoryPage(repository, await this.#tags.list(path))
	}

	#visible(path: string, credential: Credential | undefined): HubRepository | undefined {
		const repository = this.#repositories.find(path)
		return repository !== undefined && this.#repositories.sees(repository, credential) ? repository : undefined
	}

	#record(repository: HubRepository): object {
		return repositoryRecord(repository, this.#repositories.pushedAt(`${repository.namespace}/${repository.name}`))
	}

	#refusalToCreate(
		namespace: string,
		name: string,
		isPrivate: boolean,
		credential: Credential | undefined,
	): HubAnswer | undefined {
		if (credential === undefined) {
			return refusal(401, 'unauthorized')
		}
		if (!this.#accounts.namespaceExists(namespace)) {
			return refusal(404, 'not found')
		}
		if (!this.#accounts.mayWrite(credential.account, namespace)) {
			return refusal(403, 'permission denied')
		}
		if (!includesScope(credential.scope, 'repo:write')) {
			return refusal(403, 'insufficient scope')
		}
		if (!namePattern.test(name) || name.length < 2) {
			return refusal(400, 'Invalid repository name')
		}
		if (this.#repositories.find(`${namespace}/${name}`) !== undefined) {
			return refusal(400, 'Repository with this Name and Namespace already exists.')
		}
		return isPrivate && this.#noMorePrivate(namespace, credential)
			? refusal(400, 'No more private repositories available')
			: undefined
	}

	#noMorePrivate(namespace: string, credential: Credential): boolean {
		const isAccount = this.#accounts.account(namespace) !== undefined
		const owned = this.#repositories.visible(namespace, credential).filter((repository) => repository.isPrivate)
		return isAccount && owned.length >= privateRepositoriesOfAccount
	}
}

const missing = refusal(404, 'not found')
