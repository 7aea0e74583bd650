import * as v from 'valibot'
import { Disposable, Emitter, type Event } from '../engine/disposable.ts'

/** Someone's account at a registry. Its secret is not in it. */
export interface Account {
	/** `docker.io/alice` */
	readonly id: string
	/** As it stands in front of a reference: `docker.io`, `localhost:5000`. */
	readonly registry: string
	readonly userName: string
	/** Where its secret is kept. What the Docker CLI keeps stays there and is read anew each time. */
	readonly origin: AccountOrigin
}

export type AccountOrigin = 'editor' | 'dockerCli'

/** An account with its secret, on the way to a registry. */
export interface Credential {
	readonly registry: string
	readonly userName: string
	/** A personal access token, or a password. */
	readonly secret: string
}

/** VS Code's SecretStorage fits. */
export interface Secrets {
	get(key: string): PromiseLike<string | undefined>
	store(key: string, value: string): PromiseLike<void>
	delete(key: string): PromiseLike<void>
	/** Also what another window changes. */
	readonly onDidChange: Event<{ readonly key: string }>
}

/** Reads what the Docker CLI is signed in with; undefined where it no longer is. */
export type ReadDockerCli = (registry: string) => Promise<Credential | undefined>

/** VS Code's Memento fits. */
export interface State {
	get(key: string): unknown
	update(key: string, value: unknown): PromiseLike<void>
}

export const hubRegistry = 'docker.io'

/** In place of a user name where the secret is an identity token, as the Docker CLI writes it. */
export const identityTokenUser = '<token>'

export function isHub({ registry }: Pick<Account, 'registry'>): boolean {
	return registry === hubRegistry
}

/** A registry's name for people. */
export function registryName({ registry }: Pick<Account, 'registry'>): string {
	return registry === hubRegistry ? 'Docker Hub' : registry
}

const stateKey = 'longshore.accounts'
const secretPrefix = 'longshore.secret.'
const accountsSchema = v.fallback(
	v.array(
		v.object({
			registry: v.string(),
			userName: v.string(),
			origin: v.optional(v.picklist(['editor', 'dockerCli']), 'editor'),
		}),
	),
	[],
)

/**
 * Who is signed in where. Secrets are in SecretStorage and nowhere else; who has accounts is kept in the state. Only of
 * secrets is told what other windows change: a change writes the state first, and then its secret.
 */
export class Accounts extends Disposable {
	readonly #secrets: Secrets
	readonly #state: State
	readonly #readDockerCli: ReadDockerCli
	readonly #changes = this.register(new Emitter<void>())
	readonly onDidChange = this.#changes.event

	constructor(secrets: Secrets, state: State, readDockerCli: ReadDockerCli = async () => undefined) {
		super()
		this.#secrets = secrets
		this.#state = state
		this.#readDockerCli = readDockerCli
		this.register(secrets.onDidChange(({ key }) => key.startsWith(secretPrefix) && this.#changes.fire()))
	}

	all(): readonly Account[] {
		return v
			.parse(accountsSchema, this.#state.get(stateKey) ?? [])
			.map(toAccount)
			.sort((one, other) => one.id.localeCompare(other.id))
	}

	byId(id: string): Account | undefined {
		return this.all().find((account) => account.id === id)
	}

	/** The account with its secret; undefined where that is no longer where it was kept. */
	async credentialOf({ id, registry, userName, origin }: Account): Promise<Credential | undefined> {
		// Since it was handed out its secret may have been replaced, and is the editor's from then on.
		if ((this.byId(id)?.origin ?? origin) === 'dockerCli') {
			const credential = await this.#readDockerCli(registry)
			return credential?.userName === userName ? credential : undefined
		}
		const secret = await this.#secrets.get(secretKey(id))
		return secret === undefined ? undefined : { registry, userName, secret }
	}

	/** Keeps an account and its secret; one that was there before gets the new secret. */
	async add({ secret, ...named }: Credential): Promise<Account> {
		const account = toAccount({ ...named, origin: 'editor' })
		await this.#keep([...this.all().filter(({ id }) => id !== account.id), account])
		await this.#secrets.store(secretKey(account.id), secret)
		this.#changes.fire()
		return account
	}

	/** Takes up an account that the Docker CLI is signed in with; its secret stays where it is. */
	async addDockerCli(named: Pick<Account, 'registry' | 'userName'>): Promise<Account> {
		const account = toAccount({ ...named, origin: 'dockerCli' })
		await this.#keep([...this.all().filter(({ id }) => id !== account.id), account])
		// None, but it tells the other windows.
		await this.#secrets.store(secretKey(account.id), '')
		this.#changes.fire()
		return account
	}

	/** Forgets an account and its secret. */
	async remove({ id }: Account): Promise<void> {
		await this.#keep(this.all().filter((account) => account.id !== id))
		await this.#secrets.delete(secretKey(id))
		this.#changes.fire()
	}

	async #keep(accounts: readonly Account[]): Promise<void> {
		await this.#state.update(
			stateKey,
			accounts.map(({ registry, userName, origin }) => ({ registry, userName, origin })),
		)
	}
}

function toAccount({ registry, userName, origin }: Omit<Account, 'id'>): Account {
	return { id: `${registry}/${userName}`, registry, userName, origin }
}

function secretKey(id: string): string {
	return secretPrefix + id
}
