import assert from 'node:assert/strict'

import { credentialOf } from '../../src/registries/commands/credentialOf.ts'
import { verify } from '../../src/registries/commands/verify.ts'
import { Remote } from '../../src/registries/remote.ts'
import { Failure } from '../../src/ui/failure.ts'
import { accountStorage } from '../support/accountStorage.ts'
import { TestEngine } from '../support/engine.ts'
import { startRegistry, type Registry } from '../support/registry.ts'
import { connectionTo } from './parts.ts'

/** The engine asks no certificate of 127.0.0.0/8; this side does, and knows no test authority. */
describe('A sign-in where the engine alone trusts the registry', () => {
	const secret = 'correct horse'
	let engine: TestEngine
	let registry: Registry

	before(async () => {
		engine = await TestEngine.start()
		registry = await startRegistry({ account: { name: 'alice', secret }, tls: { names: [] } })
	})
	after(async () => {
		await registry?.stop()
		await engine?.stop()
	})

	/** What is said at the field, in a window that has not looked at the engine yet. */
	async function said(typed: string, host = engine.host): Promise<string | undefined> {
		const connection = connectionTo(host)
		try {
			return await verify({ registry: registry.address, userName: 'alice', secret: typed }, connection)
		} finally {
			connection.dispose()
		}
	}

	it('is verified by the engine', async () => {
		assert.equal(await said(secret), undefined)
		assert.match((await said('wrong')) ?? '', /refused it: the user name or the password is wrong/)
	})

	it('is told of this side’s trouble where no engine answers', async () => {
		assert.match(
			(await said(secret, 'unix:///nowhere/docker.sock')) ?? '',
			/an authority that this machine does not know/,
		)
	})
})

describe('What a registry holds', () => {
	const alice = { userName: 'alice', secret: 'correct horse' }
	let registry: Registry

	before(async () => {
		registry = await startRegistry({ account: { name: alice.userName, secret: alice.secret } })
	})
	after(() => registry?.stop())

	function signedIn() {
		const { accounts: open, secrets } = accountStorage()
		const accounts = open()
		const remote = new Remote(
			accounts,
			(account) => credentialOf({ accounts }, account),
			async () => ['shop/local'],
		)
		return { accounts, secrets, remote }
	}

	it('is not told as nothing where the sign-in is lost, and is shown once it is there again', async () => {
		const { accounts, secrets, remote } = signedIn()
		const account = await accounts.add({ ...alice, registry: registry.address })
		const hubAccount = await accounts.add({ ...alice, registry: 'docker.io' })
		secrets.clear()
		for (const asked of [remote.repositories(account, ''), remote.namespaces(hubAccount)]) {
			const error: unknown = await asked.catch((thrown: unknown) => thrown)
			assert.ok(error instanceof Failure)
			assert.match(error.message, /The access token of alice at .+ is no longer in the secret storage/)
			assert.deepEqual(
				error.remedies.map(({ title }) => title),
				['Replace Access Token…'],
			)
		}
		// As a keyring gives it again that was locked: nothing tells of that.
		secrets.set(`longshore.secret.${account.id}`, alice.secret)
		assert.deepEqual(await remote.repositories(account, ''), { items: [], next: undefined, search: '' })
	})

	it('is not told as local images’ where the sign-in is refused, and is shown once it is replaced', async () => {
		const { accounts, remote } = signedIn()
		const account = await accounts.add({ ...alice, registry: registry.address, secret: 'wrong' })
		await assert.rejects(remote.repositories(account, ''), { reason: 'unauthorized' })
		await accounts.add({ ...alice, registry: registry.address })
		assert.deepEqual(await remote.repositories(account, ''), { items: [], next: undefined, search: '' })
	})
})
