import assert from 'node:assert/strict'

import { Emitter } from '../../src/engine/disposable.ts'
import {
	Accounts,
	type Account,
	type Credential,
	type ReadDockerCli,
	type Secrets,
	type State,
} from '../../src/registries/account.ts'

/** Where accounts are kept, in memory. Each window of an editor has its own {@link Accounts} on the same storage. */
export function accountStorage() {
	const secrets = new Map<string, string>()
	const state = new Map<string, unknown>()
	const changes = new Emitter<{ readonly key: string }>()
	// As in VS Code, what stays as it was is told to nobody.
	const asSecrets: Secrets = {
		get: async (key) => secrets.get(key),
		store: async (key, value) => {
			const before = secrets.get(key)
			secrets.set(key, value)
			if (before !== value) changes.fire({ key })
		},
		delete: async (key) => {
			if (secrets.delete(key)) changes.fire({ key })
		},
		onDidChange: changes.event,
	}
	const asState: State = { get: (key) => state.get(key), update: async (key, value) => void state.set(key, value) }
	return { secrets, state, accounts: (read?: ReadDockerCli) => new Accounts(asSecrets, asState, read) }
}

/** The secret of an account that has one. */
export function credentialIn(accounts: Accounts) {
	return async (account: Account): Promise<Credential> => {
		const credential = await accounts.credentialOf(account)
		assert.ok(credential, account.id)
		return credential
	}
}
