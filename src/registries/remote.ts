import { Disposable, Emitter } from '../engine/disposable.ts'
import { EngineError, toEngineError } from '../engine/errors.ts'
import { isHub, type Account, type Accounts, type Credential } from './account.ts'
import type { HubApi, HubTag } from './hubApi.ts'
import type { Page, RegistryApi } from './registryApi.ts'

/** A repository in a registry. What isn't known there is left out. */
export interface RemoteRepository {
	readonly path: string
	readonly description?: string
	readonly isPrivate?: boolean
	readonly pulls?: number
	readonly pushedAt?: Date | undefined
}

/** A tag in a registry. */
export type RemoteTag = HubTag

/** What is shown below something: as much as was loaded. */
export interface Listing<T> {
	readonly items: readonly T[]
	/** There is more. */
	readonly next: string | undefined
	/** A part of the name that is searched for; empty for all. */
	readonly search: string
	/** The registry lets nobody list; these come from elsewhere. */
	readonly isPartial?: boolean
}

interface Apis {
	readonly hub: HubApi
	readonly registry: RegistryApi
}

/** Tags of one page; each costs two more requests where the registry's list has names only. */
const tagsAtOnce = 20
/** Where only names are looked through. */
const namesAtOnce = 1_000

const patience = 30_000

/** What registries hold, as far as somebody has looked. Registries send no events: it is asked for again on request. */
export class Remote extends Disposable {
	readonly #accounts: Accounts
	/** Throws, for a person, where it is gone: as nobody one would see an empty registry. */
	readonly #credentialOf: (account: Account) => Promise<Credential>
	/** Repositories of a registry that are known from elsewhere: from local images' names. */
	readonly #knownElsewhere: (registry: string) => Promise<readonly string[]>
	readonly #apis = new Map<string, Promise<Apis>>()
	readonly #namespaces = new Map<string, readonly string[]>()
	readonly #repositories = new Map<string, Listing<RemoteRepository>>()
	readonly #tags = new Map<string, Listing<RemoteTag>>()
	readonly #changes = this.register(new Emitter<string>())
	/** `account/…`, `namespace/…` or `repository/…` whose content is another now. */
	readonly onDidChange = this.#changes.event

	constructor(
		accounts: Accounts,
		credentialOf: (account: Account) => Promise<Credential>,
		knownElsewhere: (registry: string) => Promise<readonly string[]>,
	) {
		super()
		this.#accounts = accounts
		this.#credentialOf = credentialOf
		this.#knownElsewhere = knownElsewhere
		this.register(accounts.onDidChange(() => this.#signInsChanged()))
	}

	/** @throws {EngineError} */
	async namespaces(account: Account): Promise<readonly string[]> {
		const known = this.#namespaces.get(account.id)
		if (known) return known
		const { hub } = await this.#of(account)
		const namespaces = await hub.namespaces(AbortSignal.timeout(patience))
		this.#namespaces.set(account.id, namespaces)
		return namespaces
	}

	/**
	 * The repositories of a namespace of Docker Hub, or all that another registry lets one see.
	 *
	 * @param namespace Empty for a whole registry.
	 * @throws {EngineError}
	 */
	async repositories(account: Account, namespace: string): Promise<Listing<RemoteRepository>> {
		const key = `${account.id} ${namespace}`
		const known = this.#repositories.get(key)
		if (known) return known
		return keep(this.#repositories, key, await this.#repositoryPage(account, namespace, '', undefined))
	}

	/** @throws {EngineError} */
	async tags(account: Account, path: string): Promise<Listing<RemoteTag>> {
		const key = `${account.id} ${path}`
		const known = this.#tags.get(key)
		if (known) return known
		return keep(this.#tags, key, await this.#tagPage(account, path, '', undefined))
	}

	tag(account: Account, path: string, name: string): RemoteTag | undefined {
		return this.#tags.get(`${account.id} ${path}`)?.items.find((tag) => tag.name === name)
	}

	repository(account: Account, namespace: string, path: string): RemoteRepository | undefined {
		return this.#repositories.get(`${account.id} ${namespace}`)?.items.find((repository) => repository.path === path)
	}

	searchOf(account: Account, namespace: string): string {
		return this.#repositories.get(`${account.id} ${namespace}`)?.search ?? ''
	}

	tagSearchOf(account: Account, path: string): string {
		return this.#tags.get(`${account.id} ${path}`)?.search ?? ''
	}

	/** @throws {EngineError} */
	async searchTags(account: Account, path: string, text: string): Promise<void> {
		keep(this.#tags, `${account.id} ${path}`, await this.#tagPage(account, path, text, undefined))
		this.#changes.fire(`repository/${account.id} ${path}`)
	}

	/** @throws {EngineError} */
	async search(account: Account, namespace: string, text: string): Promise<void> {
		const listing = await this.#repositoryPage(account, namespace, text, undefined)
		keep(this.#repositories, `${account.id} ${namespace}`, listing)
		this.#changes.fire(namespace === '' ? `account/${account.id}` : `namespace/${account.id} ${namespace}`)
	}

	/** @throws {EngineError} */
	async moreRepositories(account: Account, namespace: string): Promise<void> {
		const { items, next, search } = await this.repositories(account, namespace)
		if (next === undefined) return
		const page = await this.#repositoryPage(account, namespace, search, next)
		const all = appended(items, page.items, ({ path }) => path)
		keep(this.#repositories, `${account.id} ${namespace}`, { ...page, items: all })
		this.#changes.fire(namespace === '' ? `account/${account.id}` : `namespace/${account.id} ${namespace}`)
	}

	/** @throws {EngineError} */
	async moreTags(account: Account, path: string): Promise<void> {
		const { items, next, search } = await this.tags(account, path)
		if (next === undefined) return
		const page = await this.#tagPage(account, path, search, next)
		keep(this.#tags, `${account.id} ${path}`, { ...page, items: appended(items, page.items, ({ name }) => name) })
		this.#changes.fire(`repository/${account.id} ${path}`)
	}

	/** @throws {EngineError} */
	async deleteTag(account: Account, path: string, tag: string): Promise<void> {
		const { hub } = await this.#of(account)
		await hub.deleteTag(path, tag, AbortSignal.timeout(patience))
		this.forgetRepository(account.registry, path)
	}

	/** Something was pushed there, or deleted. */
	forgetRepository(registry: string, path: string): void {
		for (const account of this.#accounts.all().filter((each) => each.registry === registry)) {
			this.#tags.delete(`${account.id} ${path}`)
			const namespace = isHub(account) ? (path.split('/')[0] ?? '') : ''
			const isKnown = this.repository(account, namespace, path) !== undefined
			if (!isKnown) this.#repositories.delete(`${account.id} ${namespace}`)
			const place = namespace === '' ? `account/${account.id}` : `namespace/${account.id} ${namespace}`
			this.#changes.fire(isKnown ? `repository/${account.id} ${path}` : place)
		}
	}

	/** Forgets all that was loaded of an account. */
	forget(account: Account): void {
		for (const map of [this.#repositories, this.#tags]) {
			for (const key of map.keys()) if (key.startsWith(`${account.id} `)) map.delete(key)
		}
		this.#namespaces.delete(account.id)
		this.#apis.delete(account.id)
		this.#changes.fire(`account/${account.id}`)
	}

	#signInsChanged(): void {
		this.#apis.clear()
		// Another token may see the list that this one was refused.
		for (const [key, { isPartial }] of this.#repositories) if (isPartial) this.#repositories.delete(key)
	}

	async #repositoryPage(
		account: Account,
		namespace: string,
		search: string,
		next: string | undefined,
	): Promise<Listing<RemoteRepository>> {
		const signal = AbortSignal.timeout(patience)
		const { hub, registry } = await this.#of(account)
		if (isHub(account)) {
			const page = await hub.repositories(namespace, { name: search, next }, signal)
			return {
				...page,
				items: page.items.map(({ name, ...rest }) => ({ ...rest, path: `${rest.namespace}/${name}` })),
				search,
			}
		}
		const fits = (path: string) => path.includes(search)
		try {
			const page = await firstWith(fits, (from) => registry.catalog(from, signal), next)
			return { items: page.items.map((path) => ({ path })), next: page.next, search }
		} catch (thrown) {
			if (!refusesToList.has(toEngineError(thrown).reason)) throw thrown
			// A token that was revoked is refused with the same words as one that may not list.
			await registry.verify(signal)
			const known = (await this.#knownElsewhere(account.registry)).filter(fits)
			return { items: known.map((path) => ({ path })), next: undefined, search, isPartial: true }
		}
	}

	async #tagPage(
		account: Account,
		path: string,
		search: string,
		next: string | undefined,
	): Promise<Listing<RemoteTag>> {
		const signal = AbortSignal.timeout(patience)
		const { hub, registry } = await this.#of(account)
		if (isHub(account)) return { ...(await hub.tags(path, { name: search, next }, signal)), search }
		const load = async (from: string | undefined) => {
			const page = await registry.tags(path, from, signal)
			if (!page) throw new EngineError('notFound', `${account.registry} has no repository ${path}.`)
			return page
		}
		const first = `/v2/${path}/tags/list?n=${search === '' ? tagsAtOnce : namesAtOnce}`
		const page = await firstWith((tag) => tag.includes(search), load, next ?? first)
		const items = await Promise.all(page.items.map((tag) => look(registry, path, tag, signal)))
		return { items, next: page.next, search }
	}

	#of(account: Account): Promise<Apis> {
		const known = this.#apis.get(account.id)
		if (known) return known
		const apis = openApis(account, this.#credentialOf).catch((error: unknown) => {
			this.#apis.delete(account.id)
			throw error
		})
		this.#apis.set(account.id, apis)
		return apis
	}
}

async function openApis(account: Account, credentialOf: (account: Account) => Promise<Credential>): Promise<Apis> {
	const [credential, { HubApi }, { RegistryApi }] = await Promise.all([
		credentialOf(account),
		import('./hubApi.ts'),
		import('./registryApi.ts'),
	])
	return { hub: new HubApi(credential), registry: new RegistryApi(account.registry, credential) }
}

const refusesToList: ReadonlySet<string> = new Set(['unauthorized', 'denied', 'notFound', 'unsupported'])

function keep<T>(map: Map<string, Listing<T>>, key: string, listing: Listing<T>): Listing<T> {
	map.set(key, listing)
	return listing
}

/** A list with its next page, on which a push meanwhile may have put again what the pages before have. */
export function appended<T>(items: readonly T[], page: readonly T[], nameOf: (item: T) => string): readonly T[] {
	const known = new Set(items.map(nameOf))
	return [...items, ...page.filter((item) => !known.has(nameOf(item)))]
}

/** The first page from there on with something that fits, of lists that cannot be asked for a part of a name. */
async function firstWith(
	fits: (name: string) => boolean,
	load: (from: string | undefined) => Promise<Page<string>>,
	from: string | undefined,
): Promise<Page<string>> {
	for (let next = from; ;) {
		const page = await load(next)
		const items = page.items.filter(fits)
		if (items.length > 0 || page.next === undefined) return { items, next: page.next }
		next = page.next
	}
}

/** A tag's manifest, and its configuration; what can't be read is left out. */
async function look(registry: RegistryApi, path: string, name: string, signal: AbortSignal): Promise<RemoteTag> {
	const unknown = { name, digest: undefined, size: 0, platforms: [], pushedAt: undefined }
	try {
		const manifest = await registry.manifest(path, name, signal)
		if (!manifest) return unknown
		const { digest, size, images, configuration } = manifest
		const platforms = configuration
			? [(await registry.configuration(path, configuration, signal)).platform]
			: images.map(({ platform }) => platform)
		return { name, digest, size, platforms, pushedAt: undefined }
	} catch {
		return unknown
	}
}
