import { includesScope, type Credential, type HubAccounts } from './hubAccounts.ts'

/** What Hub keeps of a repository besides its images. */
export interface HubRepository {
	readonly namespace: string
	readonly name: string
	readonly isPrivate: boolean
	readonly description: string
	readonly createdAt: Date
}

/** Something that a token for the registry allows. */
export type RegistryAction = 'pull' | 'push' | 'delete'

/** The repositories of a stand-in for Docker Hub, and who may do what with them. */
export class HubRepositories {
	readonly #accounts: HubAccounts
	readonly #repositories = new Map<string, HubRepository>()
	readonly #pushedAt = new Map<string, Date>()

	constructor(accounts: HubAccounts) {
		this.#accounts = accounts
	}

	/** Takes `namespace/name`. */
	find(path: string): HubRepository | undefined {
		return this.#repositories.get(path)
	}

	/** @throws when there is one of that name */
	create(path: string, settings: { readonly isPrivate: boolean; readonly description?: string }): HubRepository {
		if (this.#repositories.has(path)) {
			throw new Error(`There is a repository ${path} already`)
		}
		const [namespace = '', name = ''] = path.split('/')
		const description = settings.description ?? ''
		const repository = { namespace, name, isPrivate: settings.isPrivate, description, createdAt: new Date() }
		this.#repositories.set(path, repository)
		return repository
	}

	/** Notes a push; as on Hub, the first one to an unknown repository makes it, and public (docker/cli#4977). */
	pushed(path: string, reference: string): void {
		if (!this.#repositories.has(path)) {
			this.create(path, { isPrivate: false })
		}
		this.#pushedAt.set(path, new Date())
		this.#pushedAt.set(`${path}:${reference}`, new Date())
	}

	/** When this tag was pushed last, or any where no tag is given. */
	pushedAt(path: string, reference?: string): Date | undefined {
		return this.#pushedAt.get(reference === undefined ? path : `${path}:${reference}`)
	}

	/** Those of a namespace that this credential may see; nobody's credential sees the public ones. */
	visible(namespace: string, credential: Credential | undefined): readonly HubRepository[] {
		return [...this.#repositories.values()].filter(
			(repository) => repository.namespace === namespace && this.sees(repository, credential),
		)
	}

	sees(repository: HubRepository, credential: Credential | undefined): boolean {
		return (
			!repository.isPrivate ||
			(credential !== undefined &&
				includesScope(credential.scope, 'repo:read') &&
				this.#accounts.mayWrite(credential.account, repository.namespace))
		)
	}

	/** What the registry allows this credential on `namespace/name`, whether it exists yet or not. */
	allowed(path: string, credential: Credential | undefined): ReadonlySet<RegistryAction> {
		const namespace = path.split('/')[0] ?? ''
		const repository = this.find(path)
		const actions = new Set<RegistryAction>()
		const own = credential !== undefined && this.#accounts.mayWrite(credential.account, namespace)
		if (repository === undefined ? own : this.sees(repository, credential)) {
			actions.add('pull')
		}
		if (own && includesScope(credential.scope, 'repo:write')) {
			actions.add('push')
		}
		if (own && includesScope(credential.scope, 'repo:admin')) {
			actions.add('delete')
		}
		return actions
	}
}
