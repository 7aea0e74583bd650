import assert from 'node:assert/strict'
import { accountStorage } from '../../support/accountStorage.ts'

function storage() {
	const { accounts, ...stored } = accountStorage()
	return { ...stored, accounts: accounts() }
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
		let told = false
		accounts.onDidChange(() => (told = true))
		await accounts.remove(account)
		assert.equal(secrets.size, 0)
		assert.deepEqual(accounts.all(), [])
		assert.ok(told)
	})

	it('tells another window of each change, which then sees the account and its secret', async () => {
		const { accounts, secrets } = accountStorage()
		const [here, there] = [accounts(), accounts()]
		const seen: unknown[] = []
		there.onDidChange(() =>
			seen.push(there.all().map(({ id, origin }) => [origin, secrets.get(`longshore.secret.${id}`)])),
		)
		const alice = { registry: 'docker.io', userName: 'alice' }
		const account = await here.add({ ...alice, secret: '1' })
		await here.add({ ...alice, secret: '2' })
		await here.addDockerCli(alice)
		await here.remove(account)
		await here.addDockerCli(alice)
		assert.deepEqual(seen, [[['editor', '1']], [['editor', '2']], [['dockerCli', '']], [], [['dockerCli', '']]])
	})

	it('has the new secret for who was handed the account before it was replaced', async () => {
		const alice = { registry: 'docker.io', userName: 'alice' }
		const accounts = accountStorage().accounts(async () => ({ ...alice, secret: 'expired' }))
		const account = await accounts.addDockerCli(alice)
		assert.equal((await accounts.credentialOf(account))?.secret, 'expired')
		await accounts.add({ ...alice, secret: 'new' })
		assert.equal((await accounts.credentialOf(account))?.secret, 'new')
	})

	it('starts with none where the state is not understood', () => {
		const { state, accounts } = storage()
		state.set('longshore.accounts', [{ name: 1 }])
		assert.deepEqual(accounts.all(), [])
	})
})
