import assert from 'node:assert/strict'
import { once } from 'node:events'
import { access, readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { connect } from 'node:net'

import { startRegistry } from './registry.ts'

describe('A registry of our own', function () {
	this.timeout(20_000)

	it('lets in its account alone', async () => {
		await using registry = await startRegistry({ account: { name: 'alice', secret: 'correct horse' } })
		const ping = async (headers: Record<string, string>) =>
			(await fetch(`http://${registry.address}/v2/`, { headers })).status
		assert.equal(await ping({}), 401)
		assert.equal(await ping({ authorization: `Basic ${btoa('alice:wrong')}` }), 401)
		assert.equal(await ping({ authorization: `Basic ${btoa('alice:correct horse')}` }), 200)
	})

	it('speaks TLS with a certificate that its own authority signed', async () => {
		await using registry = await startRegistry({ tls: { names: ['registry.example'] } })
		const ca = await readFile(registry.certificates?.authority ?? '')
		const sent = request(`https://${registry.address}/v2/`, { ca, servername: 'registry.example' }).end()
		const [response]: IncomingMessage[] = await once(sent, 'response')
		assert.equal(response?.statusCode, 200)
		response.resume()
		await assert.rejects(once(request(`https://${registry.address}/v2/`).end(), 'response'))
	})

	it('leaves nothing behind', async () => {
		const registry = await startRegistry({ tls: { names: [] } })
		await registry.stop()
		await assert.rejects(access(registry.certificates?.bundle ?? ''), { code: 'ENOENT' })
		const [host, port] = registry.address.split(':')
		await assert.rejects(once(connect({ host, port: Number(port) }), 'connect'), { code: 'ECONNREFUSED' })
	})
})
