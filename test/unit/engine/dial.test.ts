import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

import { parseHost } from '../../../src/engine/endpoint.ts'
import { dial, dialFirst } from '../../../src/engine/engine.ts'
import { toEngineError } from '../../../src/engine/errors.ts'

/** Why no engine was found where somebody else listens. */
async function reasonWith(answer: (client: Socket) => unknown, patience: AbortSignal): Promise<string> {
	const server = createServer((client) => answer(client.on('error', () => undefined))).listen(0, '127.0.0.1')
	await once(server, 'listening')
	const { port } = server.address() as AddressInfo
	try {
		await dial(parseHost(`tcp://127.0.0.1:${port}`), patience)
		return 'none'
	} catch (error) {
		return toEngineError(error).reason
	} finally {
		server.close()
	}
}

describe('dialFirst', () => {
	const failureOf = async (...hosts: readonly string[]) => {
		const failed: string[] = []
		const endpoints = hosts.map((host) => parseHost(host))
		const dialed = dialFirst(endpoints, AbortSignal.timeout(10_000), ({ host }) => failed.push(host))
		const error = await dialed.then(() => assert.fail(), toEngineError)
		assert.deepEqual(failed, hosts)
		return error
	}

	it('tells of the first that is not there, for it is the one that is looked for', async () => {
		const { message } = await failureOf('unix:///nowhere/first.sock', 'unix:///nowhere/second.sock')
		assert.match(message, /first\.sock/)
	})

	it('tells rather of one that is there and refuses', async () => {
		const server = createServer((client) => client.end('HTTP/1.1 403 Forbidden\r\n\r\n')).listen(0, '127.0.0.1')
		await once(server, 'listening')
		const { port } = server.address() as AddressInfo
		try {
			const hosts = ['unix:///nowhere/first.sock', `tcp://127.0.0.1:${port}`, 'unix:///nowhere/last.sock']
			assert.equal((await failureOf(...hosts)).reason, 'denied')
		} finally {
			server.close()
		}
	})
})

describe('dial', () => {
	it('tells an engine that does not answer from a person who changed their mind', async () => {
		assert.equal(await reasonWith(() => undefined, AbortSignal.any([AbortSignal.timeout(50)])), 'timeout')
		const person = new AbortController()
		assert.equal(await reasonWith(() => person.abort(), person.signal), 'cancelled')
	})

	it('misses the certificates where the engine expects TLS', async () => {
		const words = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'
		assert.equal(await reasonWith((client) => client.end(words), AbortSignal.timeout(10_000)), 'certificate')
	})
})
