import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { EngineError } from '../../../src/engine/errors.ts'
import type { Engine } from '../../../src/engine/engine.ts'
import { Emitter } from '../../../src/engine/disposable.ts'
import type { ConnectionState } from '../../../src/engine/connection.ts'
import { arrivalOf, engineAtLast, settle, type Arrival } from '../../../src/images/pushes/arrival.ts'
import { Pushes } from '../../../src/images/pushes/pushes.ts'

const pushed = 'sha256:1'

function engine(image: object = { Id: pushed }): Engine {
	return { request: async () => image } as unknown as Engine
}

function manifest(digest: string, architecture: string, isThere: boolean) {
	const ImageData = { Platform: { os: 'linux', architecture } }
	return { Available: isThere, Kind: 'image', Descriptor: { digest }, ImageData }
}

const nobody = async () => undefined

describe('what became of a push that was cut off', () => {
	let server: Server
	let reference: string
	let answer: { readonly status: number; readonly digest?: string }

	before(async () => {
		server = createServer((request, response) => {
			const { status, digest } = request.url === '/v2/' ? { status: 200 } : answer
			response.writeHead(status, digest === undefined ? {} : { 'docker-content-digest': digest }).end('{}')
		})
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
		const address = server.address()
		assert.ok(address !== null && typeof address === 'object')
		reference = `127.0.0.1:${address.port}/shop/app:1`
	})

	after(() => {
		server.close()
	})

	it('is what the registry has', async () => {
		answer = { status: 200, digest: pushed }
		assert.deepEqual(await arrivalOf(reference, async () => engine(), nobody), {
			kind: 'arrived',
			digest: pushed,
			imageId: pushed,
		})
		answer = { status: 200, digest: 'sha256:2' }
		assert.deepEqual(await arrivalOf(reference, async () => engine(), nobody), { kind: 'absent' })
		answer = { status: 404 }
		assert.deepEqual(await arrivalOf(reference, async () => engine(), nobody), { kind: 'absent' })
	})

	it('is one platform’s part where the engine has not the content of all', async () => {
		const image = { Id: 'sha256:index', Os: 'linux', Architecture: 'arm64' }
		const own = manifest(pushed, 'arm64', true)
		const look = (other: boolean) =>
			arrivalOf(
				reference,
				async () => engine({ ...image, Manifests: [manifest('sha256:2', 'amd64', other), own] }),
				nobody,
			)
		answer = { status: 200, digest: pushed }
		assert.deepEqual(await look(false), { kind: 'arrived', digest: pushed, imageId: 'sha256:index' })
		// Then all of it goes up.
		assert.deepEqual(await look(true), { kind: 'absent' })
		answer = { status: 200, digest: 'sha256:2' }
		assert.deepEqual(await look(false), { kind: 'absent' })
	})

	it('is unknown where engine, registry or account could not be asked', async () => {
		const gone = async () => {
			throw new EngineError('unreachable', 'gone')
		}
		answer = { status: 404 }
		assert.deepEqual(await arrivalOf(reference, gone, nobody), { kind: 'unknown', why: 'gone' })
		assert.deepEqual(await arrivalOf(reference, async () => engine(), gone), { kind: 'unknown', why: 'gone' })
		answer = { status: 503 }
		assert.deepEqual(await arrivalOf(reference, async () => engine(), nobody), { kind: 'unknown', why: 'HTTP 503' })
	})

	it('is asked once an engine is there', async () => {
		const changes = new Emitter<ConnectionState>()
		const error = new EngineError('unreachable', 'connect ENOENT')
		const connected = async () => {
			throw error
		}
		const asked = engineAtLast({ connected, onDidChangeState: changes.event })
		changes.fire({ kind: 'failed', error, endpoint: undefined })
		const there = engine()
		changes.fire({ kind: 'connected', engine: there })
		assert.equal(await asked, there)
	})
})

describe('A push that was cut off', () => {
	const arrived: Arrival = { kind: 'arrived', digest: 'sha256:1', imageId: 'sha256:c' }

	async function interrupted() {
		const kept = new Map<string, unknown>()
		const state = {
			get: (key: string) => kept.get(key),
			update: async (key: string, value: unknown) => void kept.set(key, value),
		}
		new Pushes(state).begin({ reference: 'a/a:1' })
		await new Promise((resolve) => setImmediate(resolve))
		const pushes = new Pushes(state)
		const [push] = pushes.interrupted()
		assert.ok(push)
		const remembered: string[] = []
		const pushedTags = { remember: async (name: string, digest: string) => void remembered.push(`${name} ${digest}`) }
		return { parts: { pushes, pushedTags }, push, remembered }
	}

	it('is done where it arrived, if only a moment later', async () => {
		const { parts, push, remembered } = await interrupted()
		const arrivals: Arrival[] = [{ kind: 'absent' }, arrived]
		const look = async () => arrivals.shift() ?? assert.fail('It was asked a third time.')
		assert.equal(await settle(parts, push, look, 0), arrived)
		assert.equal(parts.pushes.byId(push.id)?.state, 'done')
		assert.deepEqual(remembered, ['a/a:1 sha256:c'])
	})

	it('is let alone where it was pushed again meanwhile, or taken off the list', async () => {
		const { parts, push, remembered } = await interrupted()
		const pushAgain = async () => {
			parts.pushes.begin({ reference: 'a/a:1' }, push.id)
			return arrived
		}
		assert.equal(await settle(parts, push, pushAgain, 0), undefined)
		assert.equal(parts.pushes.byId(push.id)?.state, 'waiting')
		assert.deepEqual(remembered, [])
		const other = await interrupted()
		const forget = async (): Promise<Arrival> => {
			other.parts.pushes.forget()
			return { kind: 'absent' }
		}
		assert.equal(await settle(other.parts, other.push, forget, 0), undefined)
	})
})
