import * as vscode from 'vscode'
import { Disposable } from '../engine/disposable.ts'
import { registryName, type Account, type Accounts } from './account.ts'

export const authenticationId = 'longshore'

/**
 * Puts the accounts into VS Code's own Accounts menu, where one signs out too. A session carries no secret: no other
 * extension gets one from here.
 */
export class RegistryAuthentication extends Disposable implements vscode.AuthenticationProvider {
	readonly #accounts: Accounts
	readonly #signIn: () => Promise<Account>
	readonly #changes = this.register(
		new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>(),
	)
	readonly onDidChangeSessions = this.#changes.event
	#known: readonly Account[]

	constructor(accounts: Accounts, signIn: () => Promise<Account>) {
		super()
		this.#accounts = accounts
		this.#signIn = signIn
		this.#known = accounts.all()
		this.register(accounts.onDidChange(() => this.#tell()))
		this.register(
			vscode.authentication.registerAuthenticationProvider(
				authenticationId,
				vscode.l10n.t('Container Registries'),
				this,
				{ supportsMultipleAccounts: true },
			),
		)
	}

	async getSessions(): Promise<vscode.AuthenticationSession[]> {
		return this.#accounts.all().map(toSession)
	}

	async createSession(): Promise<vscode.AuthenticationSession> {
		return toSession(await this.#signIn())
	}

	async removeSession(id: string): Promise<void> {
		const account = this.#accounts.byId(id)
		if (account) await this.#accounts.remove(account)
	}

	#tell(): void {
		const now = this.#accounts.all()
		const ids = (accounts: readonly Account[]) => new Set(accounts.map(({ id }) => id))
		const [before, after] = [ids(this.#known), ids(now)]
		this.#changes.fire({
			added: now.filter(({ id }) => !before.has(id)).map(toSession),
			removed: this.#known.filter(({ id }) => !after.has(id)).map(toSession),
			changed: [],
		})
		this.#known = now
	}
}

function toSession(account: Account): vscode.AuthenticationSession {
	return {
		id: account.id,
		accessToken: '',
		account: { id: account.id, label: `${account.userName} – ${registryName(account)}` },
		scopes: [],
	}
}
