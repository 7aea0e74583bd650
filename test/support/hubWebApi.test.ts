import assert from 'node:assert/strict'
import { parse, string } from 'valibot'

import { callHub } from './hubCall.ts'
import { startHub, type Hub } from './hub.ts'

describe("The stand-in for Docker Hub's web API, reached by Node under Hub's name", function () {
	this.timeout(20_000)
	let hub: Hub

	beforeEach(async () => {
		hub = await startHub()
		hub.createAccount({ name: 'alice', password: 'correct horse' })
		hub.createAccount({ name: 'bob', password: 'battery staple' })
		hub.createOrganisation({ name: 'harbour', members: ['alice'] })
	})

	afterEach(async () => hub.stop())

	async function call(method: string, url: string, sent: { token?: string; body?: object } = {}) {
		return callHub(hub, method, url, sent)
	}

	async function tokenOf(identifier: string, secret: string): Promise<string> {
		const { json } = await call('POST', 'https://hub.docker.com/v2/auth/token', { body: { identifier, secret } })
		return parse(string(), json['access_token'])
	}

	const repositories = 'https://hub.docker.com/v2/namespaces/alice/repositories'

	it('hands out a token for a password and for a personal access token, and for nothing else', async () => {
		const url = 'https://hub.docker.com/v2/auth/token'
		const secrets = ['correct horse', hub.createToken('alice'), 'wrong']
		const answers = await Promise.all(
			secrets.map(async (secret) => call('POST', url, { body: { identifier: 'alice', secret } })),
		)
		assert.deepEqual(
			answers.map(({ status }) => status),
			[200, 200, 401],
		)
		assert.equal((await call('GET', 'https://hub.docker.com/v2/user/', { token: 'made.up.token' })).status, 401)
	})

	it('tells who one is and which organisations one belongs to', async () => {
		const token = await tokenOf('alice', 'correct horse')
		assert.equal((await call('GET', 'https://hub.docker.com/v2/user/', { token })).json['username'], 'alice')
		const organisations = await call('GET', 'https://hub.docker.com/v2/user/orgs/', { token })
		assert.deepEqual(organisations.json['results'], [{ orgname: 'harbour', type: 'Org' }])
	})

	it('creates a private repository that its owner alone sees, and no second one', async () => {
		const token = await tokenOf('alice', 'correct horse')
		const created = await call('POST', repositories, { token, body: { name: 'secret', is_private: true } })
		assert.equal(created.status, 201)
		assert.equal(created.json['is_private'], true)
		assert.equal((await call('GET', `${repositories}/secret`, { token })).json['is_private'], true)
		assert.equal((await call('HEAD', `${repositories}/secret`)).status, 404)
		assert.equal((await call('GET', repositories)).json['count'], 0)
		assert.equal((await call('GET', repositories, { token })).json['count'], 1)
		const second = await call('POST', repositories, { token, body: { name: 'secret-too', is_private: true } })
		assert.equal(second.status, 400)
	})

	it('lets nobody create in the namespace of someone else, nor a read-only token anywhere', async () => {
		const body = { name: 'app' }
		assert.equal((await call('POST', repositories, { body })).status, 401)
		const token = await tokenOf('bob', 'battery staple')
		assert.equal((await call('POST', repositories, { token, body })).status, 403)
		const readOnly = await tokenOf('alice', hub.createToken('alice', { scope: 'repo:read' }))
		assert.equal((await call('POST', repositories, { token: readOnly, body })).status, 403)
		assert.equal(hub.repository('alice/app'), undefined)
	})

	it('lists in pages', async () => {
		for (const name of ['one', 'two', 'three']) {
			hub.createRepository(`alice/${name}`)
		}
		const first = await call('GET', `${repositories}?page_size=2`)
		assert.deepEqual([first.json['count'], first.json['previous']], [3, null])
		const second = await call('GET', parse(string(), first.json['next']))
		assert.equal(second.json['next'], null)
		assert.equal((await call('GET', `${repositories}?page_size=2&page=3`)).status, 404)
	})

	it('has a page for each repository', async () => {
		hub.createRepository('alice/app')
		const shown = await call('GET', 'https://hub.docker.com/r/alice/app')
		assert.match(shown.text, /<h1>alice\/app<\/h1>/)
		assert.equal((await call('GET', 'https://hub.docker.com/r/alice/none')).status, 404)
	})

	it('limits the rate when told to, with the moment to come back', async () => {
		hub.fault({ on: 'web', status: 429, retryAfter: 60, times: 1 })
		const limited = await call('GET', repositories)
		assert.equal(limited.status, 429)
		assert.equal(limited.headers['retry-after'], '60')
		assert.ok(Number(limited.headers['x-retry-after']) > Date.now() / 1000)
		assert.equal((await call('GET', repositories)).status, 200)
	})
})
