import assert from 'node:assert/strict'
import { parse, string } from 'valibot'

import { startHub, type Hub } from './hub.ts'
import { callHub } from './hubCall.ts'
import { HubEngine, type EngineCredential } from './hubEngine.ts'

const repository = 'alice/app'
const layerBytes = 3_000_000
const password = 'correct horse'

describe('The stand-in for Docker Hub, before a real engine', function () {
	this.timeout(60_000)
	let hub: Hub
	let engine: HubEngine
	let alice: EngineCredential

	before(async () => {
		hub = await startHub()
		hub.createAccount({ name: 'alice', password })
		hub.createAccount({ name: 'bob', password })
		hub.createOrganisation({ name: 'harbour', members: ['alice'] })
		alice = { username: 'alice', password: hub.createToken('alice') }
		engine = await HubEngine.start(hub)
	})

	beforeEach(() => {
		hub.clearFaults()
		hub.forgetRequests()
	})

	after(async () => {
		await engine[Symbol.asyncDispose]()
		await hub.stop()
	})

	/** An image of its own for each push, for the engine sends no layer twice. */
	async function pushNew(path: string, tag: string, credential: EngineCredential, signal?: AbortSignal) {
		await engine.importImage(path, tag, layerBytes)
		return engine.push(path, tag, credential, signal)
	}

	describe('signing in', () => {
		it('takes a password and a personal access token', async () => {
			assert.equal((await engine.signIn({ username: 'alice', password })).status, 200)
			assert.equal((await engine.signIn(alice)).status, 200)
		})

		it('refuses a wrong password and the token of someone else', async () => {
			const answer = await engine.signIn({ username: 'alice', password: 'wrong' })
			assert.equal(answer.status, 401)
			assert.match(answer.text, /incorrect username or password/)
			assert.equal((await engine.signIn({ username: 'bob', password: alice.password })).status, 401)
		})

		it('refuses a revoked and an expired token, and says which', async () => {
			const revoked = hub.createToken('alice')
			hub.revoke(revoked)
			const expired = hub.createToken('alice', { expiresAt: new Date(0) })
			assert.match(
				(await engine.signIn({ username: 'alice', password: revoked })).text,
				/incorrect username or password/,
			)
			assert.match((await engine.signIn({ username: 'alice', password: expired })).text, /access token is expired/)
		})
	})

	describe('a push', () => {
		it('arrives with its digest and makes a public repository', async () => {
			const result = await pushNew('alice/first', '1.0', alice)
			const tags = await hub.tags('alice/first')
			assert.deepEqual(
				tags.map(({ name, digest }) => ({ name, digest })),
				[{ name: '1.0', digest: 'digest' in result ? result.digest : result.failed }],
			)
			assert.ok((tags[0]?.size ?? 0) > layerBytes)
			assert.equal(hub.repository('alice/first')?.isPrivate, false)
		})

		it('reaches the namespace of an organisation for its members alone', async () => {
			assert.ok('digest' in (await pushNew('harbour/crane', '1', alice)))
			const bob = { username: 'bob', password }
			assert.deepEqual(await pushNew('harbour/crane', '2', bob), { failed: denied })
		})

		it('is denied to the namespace of someone else', async () => {
			assert.deepEqual(await pushNew('bob/app', '1', alice), { failed: denied })
			assert.equal(hub.repository('bob/app'), undefined)
		})

		it('is refused to a read-only token', async () => {
			const readOnly = { username: 'alice', password: hub.createToken('alice', { scope: 'repo:read' }) }
			const result = await pushNew(repository, 'read-only', readOnly)
			assert.deepEqual(result, { failed: 'unauthorized: access token has insufficient scopes' })
		})
	})

	const denied = 'denied: requested access to the resource is denied'

	describe('a pull without credentials', () => {
		it('gets a public image and not a private one', async () => {
			hub.createRepository('alice/secret', { isPrivate: true })
			await pushNew('alice/secret', '1', alice)
			await pushNew('alice/open', '1', alice)
			assert.match((await engine.pull('alice/open', '1')).text, /Digest: sha256:/)
			const refused = await engine.pull('alice/secret', '1')
			assert.equal(refused.status, 404)
			assert.match(refused.text, /pull access denied for alice\/secret, repository does not exist or may require/)
		})
	})

	describe('removing a tag over the web', () => {
		it('leaves another tag of the same manifest', async () => {
			const result = await pushNew('alice/twice', 'one', alice)
			await engine.tag('alice/twice:one', 'alice/twice', 'two')
			assert.deepEqual(await engine.push('alice/twice', 'two', alice), result)
			const session = { identifier: 'alice', secret: password }
			const { json } = await callHub(hub, 'POST', 'https://hub.docker.com/v2/auth/token', { body: session })
			const url = 'https://hub.docker.com/v2/namespaces/alice/repositories/twice/tags/one'
			const token = parse(string(), json['access_token'])
			assert.equal((await callHub(hub, 'GET', url)).json['name'], 'one')
			assert.equal((await callHub(hub, 'DELETE', url)).status, 401)
			assert.equal((await callHub(hub, 'DELETE', url, { token })).status, 204)
			assert.equal((await callHub(hub, 'GET', url)).status, 404)
			const left = await hub.tags('alice/twice')
			assert.deepEqual(
				left.map(({ name, digest }) => ({ name, digest })),
				[{ name: 'two', ...result }],
			)
		})
	})

	describe('faults', () => {
		it('limit the rate, with the time to wait', async () => {
			hub.fault({ on: 'manifest', status: 429, retryAfter: 30 })
			const result = await pushNew(repository, 'limited', alice)
			assert.match('failed' in result ? result.failed : '', /^toomanyrequests/)
		})

		it('limit signing in', async () => {
			hub.fault({ on: 'token', status: 429 })
			const answer = await engine.signIn(alice)
			assert.notEqual(answer.status, 200)
			assert.match(answer.text, /too many failed login attempts/)
		})

		it('end after so many times', async () => {
			hub.fault({ on: 'token', status: 401, times: 1 })
			assert.equal((await engine.signIn(alice)).status, 401)
			assert.equal((await engine.signIn(alice)).status, 200)
		})

		it('cut an upload once, after which the engine tries again and arrives', async () => {
			hub.cutUpload(1_000_000, 1)
			assert.ok('digest' in (await pushNew(repository, 'cut', alice)))
			// The engine sends the layer, the layer again, and the configuration.
			assert.deepEqual(
				hub.requests.filter(({ method }) => method === 'PATCH').map(({ status }) => status),
				[undefined, 202, 202],
			)
		})

		it('hold an upload that is then cancelled', async () => {
			const stall = hub.stallUpload()
			const cancel = new AbortController()
			const pushing = pushNew(repository, 'stalled', alice, cancel.signal)
			await stall.reached
			cancel.abort()
			await assert.rejects(pushing, { name: 'AbortError' })
			assert.equal(await tagExists('stalled'), false)
		})

		it('hold an upload that then goes on', async () => {
			const stall = hub.stallUpload()
			const pushing = pushNew(repository, 'released', alice)
			await stall.reached
			assert.equal(await tagExists('released'), false)
			stall.release()
			assert.ok('digest' in (await pushing))
			assert.equal(await tagExists('released'), true)
		})

		it('slow the link without breaking it', async () => {
			hub.slowLink(10 * layerBytes)
			assert.ok('digest' in (await pushNew(repository, 'slow', alice)))
		})

		async function tagExists(tag: string): Promise<boolean> {
			return (await hub.tags(repository)).some(({ name }) => name === tag)
		}
	})

	it('writes no credential into its log of requests', async () => {
		await engine.signIn(alice)
		await pushNew(repository, 'logged', alice)
		assert.ok(hub.requests.some(({ host }) => host === 'auth.docker.io'))
		assert.ok(!JSON.stringify(hub.requests).includes(alice.password))
	})
})
