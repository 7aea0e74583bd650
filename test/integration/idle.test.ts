import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'

import { Inventory } from '../../src/engine/inventory.ts'
import { TestEngine } from '../support/engine.ts'
import { startEngineProxy } from '../support/engineProxy.ts'
import { connectionTo, next, silent } from './parts.ts'

describe('While nothing happens', () => {
	it('the engine is asked nothing; then one change is asked for alone', async () => {
		await using engine = await TestEngine.start()
		await using proxy = await startEngineProxy(engine.host)
		const connection = connectionTo(proxy.host)
		const inventory = new Inventory(connection, silent)
		try {
			await inventory.loaded('volumes', 'networks', 'images', 'containers')
			const asked = proxy.requests.length
			assert.ok(asked >= 6, proxy.requests.join('\n'))
			await wait(5_000)
			assert.deepEqual(proxy.requests.slice(asked), [])
			const told = next(inventory.onDidChange)
			await engine.docker.createVolume({ Name: 'elsewhere' })
			await told
			assert.deepEqual(
				proxy.requests.slice(asked).map((request) => request.replace(/\/v[\d.]+/, '').replace(/\?.*/, '')),
				['GET /volumes/elsewhere'],
			)
		} finally {
			inventory.dispose()
			connection.dispose()
		}
	})
})
