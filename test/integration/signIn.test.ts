import assert from 'node:assert/strict'

import { verify } from '../../src/registries/commands/verify.ts'
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
