import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'

import type { Connection } from '../../src/engine/connection.ts'
import type { EngineError } from '../../src/engine/errors.ts'
import { hubRepositoryFindings } from '../../src/images/preflight/registryChecks.ts'
import { performPush, PushError } from '../../src/images/pushes/performPush.ts'
import { readBack } from '../../src/images/pushes/readBack.ts'
import { isReferenceError, parseReference, type Reference } from '../../src/images/reference.ts'
import type { TransferProgress } from '../../src/images/transfer.ts'
import type { Credential } from '../../src/registries/account.ts'
import { connectionTo } from '../integration/parts.ts'
import { TestEngine } from '../support/engine.ts'
import { startHub, type Hub } from '../support/hub.ts'
import { makeBusybox, makeImage } from '../support/images.ts'
import { reachHub } from '../support/reachHub.ts'

function referenceOf(text: string): Reference {
	const reference = parseReference(text)
	assert.ok(!isReferenceError(reference))
	return reference
}

/** Real pushes by a real engine to the stand-in for Docker Hub, while something goes wrong. */
describe('A push that meets a fault', function () {
	this.timeout(60_000)
	let hub: Hub
	let engine: TestEngine
	let connection: Connection
	let there: Disposable
	let alice: Credential
	let image = 0

	before(async () => {
		hub = await startHub()
		engine = await TestEngine.start({ hub })
		there = await reachHub(hub)
		connection = connectionTo(engine.host)
		await makeBusybox(engine.docker)
		hub.createAccount({ name: 'alice', password: 'not-a-token' })
		hub.createAccount({ name: 'bob', password: 'not-a-token' })
		hub.createOrganisation({ name: 'harbour', members: ['bob'] })
		alice = { registry: 'docker.io', userName: 'alice', secret: hub.createToken('alice') }
	})
	afterEach(() => {
		hub.clearFaults()
		hub.forgetRequests()
	})
	after(async () => {
		connection?.dispose()
		there?.[Symbol.dispose]()
		await engine?.stop()
		await hub?.stop()
	})

	async function push(options: {
		readonly to?: string
		readonly bytes?: number
		readonly credential?: () => Promise<Credential | undefined>
		readonly signal?: AbortSignal
		readonly report?: (progress: TransferProgress, status: string) => void
	}) {
		const name = options.to ?? `alice/app${(image += 1)}:1`
		await makeImage(engine.docker, name, { bytes: options.bytes ?? 50_000 })
		const retries: { readonly seconds: number; readonly error: EngineError }[] = []
		const { digest } = await performPush({
			connection,
			host: engine.host,
			reference: referenceOf(name),
			credential: options.credential ?? (async () => alice),
			signal: options.signal ?? new AbortController().signal,
			report: (progress, layer) => options.report?.(progress, layer?.status ?? ''),
			retrying: (seconds, error) => retries.push({ seconds, error }),
		})
		return { name, digest, retries }
	}

	async function causeOf(pushed: Promise<unknown>): Promise<string> {
		const error: unknown = await pushed.then(
			() => 'pushed',
			(thrown: unknown) => thrown,
		)
		return error instanceof PushError ? error.diagnosis.cause : String(error)
	}

	it('waits as long as the registry says when it was asked too often, then goes on', async () => {
		hub.fault({ on: 'manifest', status: 429, times: 1 })
		// The engine does not pass on how long: the registry is asked.
		hub.fault({ on: 'manifestRead', status: 429, retryAfter: 2, times: 1 })
		const started = performance.now()
		const { name, digest, retries } = await push({})
		const [retry] = retries
		if (retry) {
			assert.equal(retry.error.reason, 'rateLimited')
			assert.equal(retry.seconds, 2)
			assert.ok(performance.now() - started >= 2000)
		} else assert.ok(await engine.isContainerdStore(), 'only this store tries again by itself')
		assert.equal((await hub.tags(name.split(':')[0] ?? ''))[0]?.digest, digest)
	})

	it('says when to come back where that is too long to wait', async () => {
		hub.fault({ on: 'manifest', status: 429, retryAfter: 3000 })
		hub.fault({ on: 'blobUpload', status: 429, retryAfter: 3000 })
		const error: unknown = await push({}).catch((thrown: unknown) => thrown)
		assert.ok(error instanceof PushError)
		assert.equal(error.diagnosis.cause, 'rateLimited')
		assert.equal(error.diagnosis.error.retryAfter, 3000)
	})

	it('tries again after the registry broke down', async () => {
		hub.fault({ on: 'manifest', status: 500, times: 3 })
		const { name, digest } = await push({})
		assert.equal((await hub.tags(name.split(':')[0] ?? ''))[0]?.digest, digest)
	})

	it('goes on after the upload was cut', async () => {
		hub.cutUpload(20_000, 1)
		const { digest, name } = await push({ bytes: 200_000 })
		assert.equal((await hub.tags(name.split(':')[0] ?? ''))[0]?.digest, digest)
	})

	it('shows how fast a slow link is, and how much is to come', async () => {
		hub.slowLink(3_000_000)
		const seen: TransferProgress[] = []
		await push({ bytes: 12_000_000, report: (progress) => seen.push(progress) })
		const middle = seen.filter(({ current, total }) => current > 0 && current < total)
		assert.ok(middle.length > 2)
		assert.ok(middle.some(({ speed }) => speed > 0))
		const last = seen.at(-1)
		assert.equal(last?.finished, last?.layers.length)
	})

	it('counts layers that are there already', async () => {
		await push({ to: 'alice/again:1' })
		const seen: TransferProgress[] = []
		await push({ to: 'alice/again:2', report: (progress) => seen.push(progress) })
		assert.ok(seen.at(-1)?.layers.some(({ skipped }) => skipped))
	})

	it('tells a token that has expired, one that was revoked, and one that may only read apart', async () => {
		const expired = hub.createToken('alice', { expiresAt: new Date(0) })
		const readOnly = hub.createToken('alice', { scope: 'repo:read' })
		const revoked = hub.createToken('alice')
		hub.revoke(revoked)
		const causes: string[] = []
		for (const secret of [expired, revoked, readOnly]) {
			causes.push(await causeOf(push({ credential: async () => ({ ...alice, secret }) })))
		}
		assert.deepEqual(causes, ['tokenExpired', 'tokenRefused', 'readOnlyToken'])
	})

	it('says that one has no right there, before the engine has tried for a minute', async () => {
		assert.equal(await causeOf(push({ to: 'bob/app:1' })), 'noRight')
	}).timeout(20_000)

	it('tells what the registry says in the middle of it: no right there, no such repository', async () => {
		const causes: string[] = []
		for (const status of [401, 403, 404] as const) {
			for (const on of ['blobUpload', 'manifest'] as const) {
				hub.fault({ on, status })
				causes.push(`${status} ${on} ${await causeOf(push({}))}`)
				hub.clearFaults()
			}
		}
		assert.deepEqual(causes, [
			...['401 blobUpload noRight', '401 manifest noRight', '403 blobUpload noRight', '403 manifest noRight'],
			...['404 blobUpload noRepository', '404 manifest noRepository'],
		])
	})

	it('goes on where the registry does not know one for a moment', async () => {
		hub.fault({ on: 'blobUpload', status: 401, times: 1 })
		const { name, digest } = await push({})
		assert.equal((await hub.tags(name.split(':')[0] ?? ''))[0]?.digest, digest)
	})

	it('takes an organisation’s own token, for its namespace only', async () => {
		const harbour: Credential = { registry: 'docker.io', userName: 'harbour', secret: hub.createToken('harbour') }
		const credential = async () => harbour
		const { digest } = await push({ to: 'harbour/tool:1', credential })
		assert.equal((await hub.tags('harbour/tool'))[0]?.digest, digest)
		assert.equal(await causeOf(push({ to: 'alice/tool:1', credential })), 'noRight')
	})

	it('is renewed in place: the next try takes the new token', async () => {
		const old = hub.createToken('alice')
		let secret = old
		hub.fault({ on: 'manifest', status: 500, times: 100 })
		const pushed = push({
			credential: async () => ({ ...alice, secret }),
			report: (_, status) => {
				if (status !== 'Pushed' || secret !== old) return
				secret = hub.createToken('alice')
				hub.revoke(old)
				hub.clearFaults()
			},
		})
		assert.match((await pushed).digest, /^sha256:/)
	})

	it('survives a restart of the engine', async () => {
		const stall = hub.stallUpload()
		const pushed = push({})
		await stall.reached
		await engine.suspend()
		stall.release()
		await engine.resume()
		const { name, digest, retries } = await pushed
		assert.ok(retries.length > 0)
		assert.equal((await hub.tags(name.split(':')[0] ?? ''))[0]?.digest, digest)
	})

	it('ends at once when it is cancelled, also while it waits', async () => {
		const abort = new AbortController()
		const stall = hub.stallUpload()
		const stalled = push({ signal: abort.signal })
		stalled.catch(() => undefined)
		await stall.reached
		abort.abort()
		await assert.rejects(stalled, { reason: 'cancelled' })
		hub.clearFaults()
		hub.fault({ on: 'manifest', status: 429, retryAfter: 600 })
		hub.fault({ on: 'blobUpload', status: 429, retryAfter: 600 })
		const other = new AbortController()
		const waiting = push({ signal: other.signal })
		void delay(8000).then(() => other.abort())
		await assert.rejects(waiting, { reason: 'cancelled' })
	})

	it('is told of before, where Docker Hub would make a repository of which it does not say whether it is there', async () => {
		const { name } = await push({})
		const found = async (path: string) => {
			const findings = await hubRepositoryFindings(referenceOf(path), alice, AbortSignal.timeout(10_000))
			return findings.map(({ kind }) => kind)
		}
		assert.deepEqual(await found('alice/nowhere:1'), ['newRepository'])
		for (const status of [401, 429, 500] as const) {
			hub.fault({ on: 'web', status })
			assert.deepEqual(await found('alice/nowhere:1'), ['unknownRepository'])
			// Its tags say it, whatever the web API does.
			assert.deepEqual(await found(name), [])
			hub.clearFaults()
		}
	})

	it('is read back from the registry, and from it by way of the engine', async () => {
		const { name, digest } = await push({})
		const connected = await connection.connected()
		const signal = AbortSignal.timeout(10_000)
		assert.equal(await readBack(connected, referenceOf(name), alice, signal), digest)
		assert.equal(await readBack(connected, referenceOf(name.replace(':1', ':2')), alice, signal), undefined)
		there[Symbol.dispose]()
		try {
			// This side knows no Docker Hub now; the engine does.
			assert.equal(await readBack(connected, referenceOf(name), alice, signal), digest)
		} finally {
			there = await reachHub(hub)
		}
	})
})
