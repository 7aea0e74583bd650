import assert from 'node:assert/strict'

import type { Account, Credential } from '../../src/registries/account.ts'
import { HubApi } from '../../src/registries/hubApi.ts'
import { Remote } from '../../src/registries/remote.ts'
import { accountStorage, credentialIn } from '../support/accountStorage.ts'
import { startHub, type Hub } from '../support/hub.ts'
import { reachHub } from '../support/reachHub.ts'

const signal = () => AbortSignal.timeout(10_000)

describe('Docker Hub’s web API', function () {
	this.timeout(30_000)
	let hub: Hub
	let there: Disposable
	let alice: Credential

	before(async () => {
		hub = await startHub()
		there = await reachHub(hub)
		hub.createAccount({ name: 'alice', password: 'not-a-token' })
		hub.createOrganisation({ name: 'harbour', members: ['alice'] })
		alice = { registry: 'docker.io', userName: 'alice', secret: hub.createToken('alice', { scope: 'repo:admin' }) }
	})
	afterEach(() => hub.clearFaults())
	after(async () => {
		there?.[Symbol.dispose]()
		await hub?.stop()
	})

	async function remoteOf(credential: Credential): Promise<{ readonly remote: Remote; readonly account: Account }> {
		const accounts = accountStorage().accounts()
		const remote = new Remote(accounts, credentialIn(accounts), async () => [])
		return { account: await accounts.add(credential), remote }
	}

	it('creates a repository as it was chosen, and says why there is no second private one', async () => {
		const api = new HubApi(alice)
		await api.createRepository('alice/secret', true, signal())
		assert.equal(hub.repository('alice/secret')?.isPrivate, true)
		assert.equal((await api.repository('alice/secret', signal()))?.isPrivate, true)
		assert.equal(await api.repository('alice/none', signal()), undefined)
		await assert.rejects(api.createRepository('alice/second', true, signal()), /No more private repositories/)
		assert.equal(hub.repository('alice/second'), undefined)
		await api.createRepository('alice/open', false, signal())
		assert.equal(hub.repository('alice/open')?.isPrivate, false)
	})

	it('shows one’s own namespace and organisations, page by page, and searches', async () => {
		const { account, remote } = await remoteOf(alice)
		assert.deepEqual(await remote.namespaces(account), ['alice', 'harbour'])
		for (let each = 0; each < 30; each++) hub.createRepository(`harbour/tool-${each}`)
		const first = await remote.repositories(account, 'harbour')
		assert.equal(first.items.length, 25)
		assert.ok(first.next)
		await remote.moreRepositories(account, 'harbour')
		const all = await remote.repositories(account, 'harbour')
		assert.equal(new Set(all.items.map(({ path }) => path)).size, 30)
		assert.equal(all.next, undefined)
		await remote.search(account, 'harbour', 'tool-2')
		assert.equal((await remote.repositories(account, 'harbour')).items.length, 11)
		await remote.search(account, 'harbour', '')
		assert.equal((await remote.repositories(account, 'harbour')).items.length, 25)
	})

	it('has the one namespace of an organisation that signs in by its own token', async () => {
		const { account, remote } = await remoteOf({
			...{ registry: 'docker.io', userName: 'harbour', secret: hub.createToken('harbour') },
		})
		assert.deepEqual(await remote.namespaces(account), ['harbour'])
		assert.ok((await remote.repositories(account, 'harbour')).items.length > 0)
	})

	it('asks again when something changed', async () => {
		const { account, remote } = await remoteOf(alice)
		const before = (await remote.repositories(account, 'alice')).items.length
		hub.createRepository('alice/another')
		assert.equal((await remote.repositories(account, 'alice')).items.length, before)
		const told: string[] = []
		remote.onDidChange((id) => told.push(id))
		remote.forgetRepository('docker.io', 'alice/another')
		assert.deepEqual(told, ['namespace/docker.io/alice alice'])
		assert.equal((await remote.repositories(account, 'alice')).items.length, before + 1)
	})

	it('is asked for another token when the one it gave has run out, and once only', async () => {
		const api = new HubApi(alice)
		await api.repository('alice/open', signal())
		hub.fault({ on: 'web', status: 401, times: 1 })
		assert.ok(await api.repository('alice/open', signal()))
	})

	it('tells refusals, limits and breakdowns apart', async () => {
		const wrong = new HubApi({ ...alice, secret: 'wrong' })
		await assert.rejects(wrong.repository('alice/open', signal()), { reason: 'unauthorized' })
		const readOnly = new HubApi({ ...alice, secret: hub.createToken('alice', { scope: 'repo:read' }) })
		await assert.rejects(readOnly.createRepository('alice/third', false, signal()), { reason: 'denied' })
		const api = new HubApi(alice)
		await api.repository('alice/open', signal())
		hub.fault({ on: 'web', status: 429, retryAfter: 60, times: 1 })
		await assert.rejects(api.repository('alice/open', signal()), { reason: 'rateLimited', retryAfter: 60 })
		hub.fault({ on: 'web', status: 500, times: 1 })
		await assert.rejects(api.repository('alice/open', signal()), { status: 500 })
	})
})
