import assert from 'node:assert/strict'
import { Accounts, type Secrets, type State } from '../../../src/registries/account.ts'

function storage() {
	const secrets = new Map<string, string>()
	const state = new Map<string, unknown>()
	const asSecrets: Secrets = {
		get: async (key) => secrets.get(key),
		store: async (key, value) => void secrets.set(key, value),
		delete: async (key) => void secrets.delete(key),
	}
	const asState: State = { get: (key) => state.get(key), update: async (key, value) => void state.set(key, value) }
	return { secrets, state, accounts: new Accounts(asSecrets, asState) }
}

describe('Accounts', () => {
	it('keeps secrets apart from everything else', async () => {
		const { secrets, state, accounts } = storage()
		const account = await accounts.add({ registry: 'docker.io', userName: 'alice', secret: 'dckr_pat_1' })
		assert.deepEqual(accounts.all(), [
			{ id: 'docker.io/alice', registry: 'docker.io', userName: 'alice', origin: 'editor' },
		])
		assert.equal((await accounts.credentialOf(account))?.secret, 'dckr_pat_1')
		assert.doesNotMatch(JSON.stringify([...state]), /dckr_pat_1/)
		assert.doesNotMatch(JSON.stringify(accounts.all()), /dckr_pat_1/)
		assert.equal(secrets.size, 1)
	})

	it('has several, one for each name at each registry', async () => {
		const { accounts } = storage()
		await accounts.add({ registry: 'docker.io', userName: 'bob', secret: '1' })
		await accounts.add({ registry: 'docker.io', userName: 'alice', secret: '2' })
		await accounts.add({ registry: 'docker.io', userName: 'alice', secret: '3' })
		await accounts.add({ registry: 'ghcr.io', userName: 'alice', secret: '4' })
		assert.deepEqual(
			accounts.all().map(({ id }) => id),
			['docker.io/alice', 'docker.io/bob', 'ghcr.io/alice'],
		)
		const [alice] = accounts.all()
		assert.equal(alice && (await accounts.credentialOf(alice))?.secret, '3')
	})

	it('forgets the secret with the account, and tells', async () => {
		const { secrets, accounts } = storage()
		const account = await accounts.add({ registry: 'docker.io', userName: 'alice', secret: '1' })
		let told = 0
		accounts.onDidChange(() => (told += 1))
		await accounts.remove(account)
		assert.equal(secrets.size, 0)
		assert.deepEqual(accounts.all(), [])
		assert.equal(told, 1)
	})

	it('starts with none where the state is not understood', () => {
		const { state, accounts } = storage()
		state.set('longshore.accounts', [{ name: 1 }])
		assert.deepEqual(accounts.all(), [])
	})
})
