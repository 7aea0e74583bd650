import * as v from 'valibot'
import { Disposable, Emitter } from '../engine/disposable.ts'

/** Someone's account at a registry. Its secret is not in it. */
export interface Account {
	/** `docker.io/alice` */
	readonly id: string
	/** As it stands in front of a reference: `docker.io`, `localhost:5000`. */
	readonly registry: string
	readonly userName: string
}

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
}

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
const accountsSchema = v.fallback(v.array(v.object({ registry: v.string(), userName: v.string() })), [])

/** Who is signed in where. Secrets are in SecretStorage and nowhere else; who has accounts is kept in the state. */
export class Accounts extends Disposable {
	readonly #secrets: Secrets
	readonly #state: State
	readonly #changes = this.register(new Emitter<void>())
	readonly onDidChange = this.#changes.event

	constructor(secrets: Secrets, state: State) {
		super()
		this.#secrets = secrets
		this.#state = state
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

	/** Undefined where the editor's storage has lost it. */
	async secretOf({ id }: Account): Promise<string | undefined> {
		return this.#secrets.get(secretKey(id))
	}

	/** Keeps an account and its secret; one that was there before gets the new secret. */
	async add({ secret, ...named }: Credential): Promise<Account> {
		const account = toAccount(named)
		await this.#secrets.store(secretKey(account.id), secret)
		await this.#keep([...this.all().filter(({ id }) => id !== account.id), account])
		return account
	}

	/** Forgets an account and its secret. */
	async remove({ id }: Account): Promise<void> {
		await this.#secrets.delete(secretKey(id))
		await this.#keep(this.all().filter((account) => account.id !== id))
	}

	async #keep(accounts: readonly Account[]): Promise<void> {
		await this.#state.update(
			stateKey,
			accounts.map(({ registry, userName }) => ({ registry, userName })),
		)
		this.#changes.fire()
	}
}

function toAccount({ registry, userName }: { readonly registry: string; readonly userName: string }): Account {
	return { id: `${registry}/${userName}`, registry, userName }
}

function secretKey(id: string): string {
	return `longshore.secret.${id}`
}
