import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { PassThrough } from 'node:stream'
import type { Engine } from '../../../src/engine/engine.ts'
import { performPush, PushError, type PushOptions } from '../../../src/images/pushes/performPush.ts'
import { isReferenceError, parseReference, type Reference } from '../../../src/images/reference.ts'

const host = 'unix:///first.sock'

/** An engine that answers a push with what it has to say. */
function engineAt(address: string, words: object) {
	const asked: string[] = []
	const engine = {
		endpoint: { host: address },
		stream: async ({ path }: { readonly path: string }) => {
			asked.push(path)
			return new PassThrough().end(`${JSON.stringify(words)}\n`)
		},
	}
	return { asked, engine: engine as unknown as Engine }
}

function named(text: string): Reference {
	const reference = parseReference(text)
	assert.ok(!isReferenceError(reference))
	return reference
}

function push(connected: () => Promise<Engine>, options: Partial<PushOptions> = {}) {
	return performPush({
		connection: { connected },
		host,
		reference: named('127.0.0.1:1/shop/app:1'),
		credential: async () => undefined,
		signal: new AbortController().signal,
		report: () => undefined,
		retrying: () => assert.fail('It was tried again.'),
		...options,
	})
}

describe('a push', () => {
	it('goes from the engine on which the image was looked at, and from no other', async () => {
		const done = { aux: { Tag: '1', Digest: 'sha256:1', Size: 1 } }
		const first = engineAt(host, done)
		assert.equal((await push(async () => first.engine)).digest, 'sha256:1')
		const other = engineAt('unix:///other.sock', done)
		await assert.rejects(
			push(async () => other.engine),
			(error) => error instanceof PushError && error.diagnosis.cause === 'otherEngine',
		)
		assert.deepEqual(other.asked, [])
	})

	it('is cancelled at once while the registry is asked why it failed', async () => {
		const abort = new AbortController()
		// It takes the question, and never answers.
		const registry = createServer(() => abort.abort())
		await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
		const address = registry.address()
		assert.ok(address !== null && typeof address === 'object')
		const { engine } = engineAt(host, { error: 'denied: requested access to the resource is denied' })
		const pushed = push(async () => engine, {
			reference: named(`127.0.0.1:${address.port}/shop/app:1`),
			credential: async () => ({ registry: `127.0.0.1:${address.port}`, userName: 'alice', secret: 'x' }),
			signal: abort.signal,
		})
		await assert.rejects(pushed, { name: 'EngineError', reason: 'cancelled' })
		registry.closeAllConnections()
		registry.close()
	})
})
