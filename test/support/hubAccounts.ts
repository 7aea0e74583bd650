import { randomBytes } from 'node:crypto'

/**
 * What a personal access token may do; each one includes those after it.
 * Source: Docker Hub API, `POST /v2/access-tokens`.
 */
export type TokenScope = 'repo:admin' | 'repo:write' | 'repo:read' | 'repo:public_read'

/** Someone who has proved who they are; a password may do what `repo:admin` may, and more. */
export interface Credential {
	readonly account: string
	readonly scope: TokenScope
	readonly personalAccessToken: boolean
}

/** Hub's own words for why it let nobody in. */
export interface Refusal {
	readonly refused: string
}

interface Account {
	readonly name: string
	readonly password: string
	readonly email: string
	readonly createdAt: Date
}

interface PersonalAccessToken {
	readonly account: string
	readonly scope: TokenScope
	readonly expiresAt: Date | undefined
}

/** The people of a stand-in for Docker Hub, their organisations and their personal access tokens. */
export class HubAccounts {
	readonly #accounts = new Map<string, Account>()
	readonly #organisations = new Map<string, ReadonlySet<string>>()
	readonly #tokens = new Map<string, PersonalAccessToken>()

	createAccount(name: string, password: string): void {
		this.#refuseTaken(name)
		this.#accounts.set(name, { name, password, email: `${name}@example.com`, createdAt: new Date() })
	}

	/** An organisation whose members may push to its namespace. */
	createOrganisation(name: string, members: readonly string[]): void {
		this.#refuseTaken(name)
		this.#organisations.set(name, new Set(members))
	}

	/**
	 * The token itself, which is told only here; one whose `expiresAt` has passed is refused as expired. An organisation
	 * has tokens of its own, with which one signs in under its name.
	 */
	createToken(account: string, scope: TokenScope, expiresAt?: Date): string {
		if (!this.namespaceExists(account)) {
			throw new Error(`There is no account ${account}`)
		}
		const kind = this.#accounts.has(account) ? 'pat' : 'oat'
		const token = `dckr_${kind}_${randomBytes(20).toString('base64url')}`
		this.#tokens.set(token, { account, scope, expiresAt })
		return token
	}

	revoke(token: string): void {
		if (!this.#tokens.delete(token)) {
			throw new Error('There is no such token to revoke')
		}
	}

	/** Takes a password or a personal access token, as Hub does everywhere. */
	authenticate(name: string, secret: string): Credential | Refusal {
		const token = this.#tokens.get(secret)
		if (token?.account === name) {
			const expired = token.expiresAt !== undefined && token.expiresAt <= new Date()
			return expired
				? { refused: 'personal access token is expired' }
				: { account: name, scope: token.scope, personalAccessToken: true }
		}
		if (this.#accounts.get(name)?.password === secret) {
			return { account: name, scope: 'repo:admin', personalAccessToken: false }
		}
		return { refused: 'incorrect username or password' }
	}

	account(name: string): Account | undefined {
		return this.#accounts.get(name)
	}

	organisationsOf(account: string): readonly string[] {
		return [...this.#organisations].filter(([, members]) => members.has(account)).map(([name]) => name)
	}

	namespaceExists(namespace: string): boolean {
		return this.#accounts.has(namespace) || this.#organisations.has(namespace)
	}

	mayWrite(account: string, namespace: string): boolean {
		return account === namespace || this.#organisations.get(namespace)?.has(account) === true
	}

	#refuseTaken(name: string): void {
		if (this.namespaceExists(name)) {
			throw new Error(`The name ${name} is taken`)
		}
	}
}

/** Whether a token with this scope may do what asks for the other one. */
export function includesScope(owned: TokenScope, asked: TokenScope): boolean {
	const order: readonly TokenScope[] = ['repo:public_read', 'repo:read', 'repo:write', 'repo:admin']
	return order.indexOf(owned) >= order.indexOf(asked)
}
