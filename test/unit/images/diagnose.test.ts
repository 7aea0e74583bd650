import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { EngineError } from '../../../src/engine/errors.ts'
import { diagnose } from '../../../src/images/pushes/diagnose.ts'
import { isReferenceError, parseReference, type Reference } from '../../../src/images/reference.ts'
import { Transfer } from '../../../src/images/transfer.ts'

const nothing = new AbortController().signal

describe('a registry that broke down', () => {
	let server: Server
	let reference: Reference
	let headers: Readonly<Record<string, string>>
	let asked = 0

	before(async () => {
		server = createServer((request, response) => {
			asked += 1
			if (request.method === 'POST') response.writeHead(503, headers).end()
			else response.writeHead(request.url === '/v2/' ? 200 : 404).end()
		})
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
		const address = server.address()
		assert.ok(address !== null && typeof address === 'object')
		const parsed = parseReference(`127.0.0.1:${address.port}/shop/app:1`)
		assert.ok(!isReferenceError(parsed))
		reference = parsed
	})

	after(() => {
		server.close()
	})

	function said(complaint: string): EngineError {
		try {
			new Transfer().take({ error: complaint }, 0)
		} catch (error) {
			if (error instanceof EngineError) return error
		}
		throw new Error('It was taken.')
	}

	it('says when to come back, which the engine keeps for itself', async () => {
		headers = { 'retry-after': '7' }
		for (const words of [
			'received unexpected HTTP status: 503 Service Unavailable',
			'unexpected status from PUT request to https://r/v2/: 503 Service Unavailable',
			'something unknown',
		]) {
			const { cause, error } = await diagnose(said(words), reference, undefined, nothing)
			assert.deepEqual([cause, error.reason, error.retryAfter], ['unreachable', 'unreachable', 7], words)
			assert.equal(error.message, words)
		}
	})

	it('leaves the engine’s words where it does not', async () => {
		headers = {}
		const error = said('received unexpected HTTP status: 503 Service Unavailable')
		assert.deepEqual(await diagnose(error, reference, undefined, nothing), { cause: 'unreachable', error })
	})

	it('is not asked where it was out of reach', async () => {
		asked = 0
		await diagnose(said('dial tcp: connection refused'), reference, undefined, nothing)
		assert.equal(asked, 0)
	})
})
