import assert from 'node:assert/strict'

import type { Connection } from '../../src/engine/connection.ts'
import { Inventory, type InventoryChange } from '../../src/engine/inventory.ts'
import { ListError } from '../../src/engine/errors.ts'
import { helperLabel } from '../../src/engine/helper.ts'
import { TestEngine } from '../support/engine.ts'
import { startEngineProxy } from '../support/engineProxy.ts'
import { makeBusybox, makeImage } from '../support/images.ts'
import { connectionTo, next, silent } from './parts.ts'

describe('Inventory', () => {
	let engine: TestEngine
	let connection: Connection
	let inventory: Inventory
	before(async () => {
		engine = await TestEngine.start()
		await makeBusybox(engine.docker)
	})
	beforeEach(async () => {
		connection = connectionTo(engine.host)
		inventory = new Inventory(connection, silent)
		await inventory.loaded('volumes', 'networks', 'images', 'containers')
	})
	afterEach(async () => {
		inventory.dispose()
		connection.dispose()
		await engine.clear()
	})
	after(() => engine.stop())

	it('lists what is there at first', () => {
		assert.deepEqual([...inventory.networks.values()].map(({ name }) => name).sort(), ['bridge', 'host', 'none'])
		assert.deepEqual(
			[...inventory.images.values()].flatMap(({ tags }) => tags),
			['busybox:latest'],
		)
	})

	it('tells of a volume made by another program, and only of that', async () => {
		const told = next(inventory.onDidChange)
		await engine.docker.createVolume({ Name: 'elsewhere', Labels: { a: 'b' } })
		const change = await told
		assert.deepEqual([...change.volumes], ['elsewhere'])
		assert.equal(change.reset.size + change.networks.size + change.images.size + change.containers.size, 0)
		assert.deepEqual(inventory.volumes.get('elsewhere')?.labels, { a: 'b' })
	})

	it('tells when it goes', async () => {
		const made = next(inventory.onDidChange, has('volumes', 'gone'))
		await engine.docker.createVolume({ Name: 'gone' })
		await made
		const told = next(inventory.onDidChange, has('volumes', 'gone'))
		await engine.docker.getVolume('gone').remove()
		await told
		assert.equal(inventory.volumes.has('gone'), false)
	})

	it('follows a container through its life, with its endpoints', async () => {
		const network = await engine.docker.createNetwork({ Name: 'net' })
		const container = await engine.docker.createContainer({ Image: 'busybox', name: 'web', Cmd: ['sleep', '100'] })
		const joined = next(
			inventory.onDidChange,
			() => (inventory.containers.get(container.id)?.endpoints.length ?? 0) === 2,
		)
		await container.start()
		await engine.docker.getNetwork(network.id).connect({ Container: container.id })
		await joined
		const record = inventory.containers.get(container.id)
		assert.equal(record?.state, 'running')
		assert.match(record.endpoints.find(({ networkName }) => networkName === 'net')?.ipv4Address ?? '', /^10\.213\./)
		const ended = next(inventory.onDidChange, () => !inventory.containers.has(container.id))
		await container.remove({ force: true })
		await ended
	})

	it('sees a tag move from one image to another', async () => {
		await makeImage(engine.docker, 'app:1')
		await until(inventory, () => imageOf('app:1') !== undefined)
		const first = imageOf('app:1')
		await makeImage(engine.docker, 'app:1')
		await until(inventory, () => imageOf('app:1') !== first && imageOf('app:1') !== undefined)
		assert.ok(first)
		assert.deepEqual(inventory.images.get(first)?.tags, [])
	})

	it('gathers a burst, and misses nothing of it', async () => {
		const changes: InventoryChange[] = []
		inventory.onDidChange((change) => changes.push(change))
		const names = Array.from({ length: 60 }, (_, index) => `burst${index}`)
		await Promise.all(names.map((Name) => engine.docker.createVolume({ Name })))
		await until(inventory, () => names.every((name) => inventory.volumes.has(name)))
		assert.ok(changes.length < names.length, `${changes.length} changes`)
	})

	it('shows nobody the helpers', async () => {
		const helper = await engine.docker.createContainer({ Image: 'busybox', Labels: { [helperLabel]: 'x' } })
		const other = await engine.docker.createContainer({ Image: 'busybox' })
		await until(inventory, () => inventory.containers.has(other.id))
		assert.equal(inventory.containers.has(helper.id), false)
		const again = new Inventory(connection, silent)
		await again.loaded('containers')
		assert.equal(again.containers.has(helper.id), false)
		again.dispose()
	})

	it('is right again after the engine was away', async () => {
		await engine.docker.createVolume({ Name: 'kept' })
		await until(inventory, () => inventory.volumes.has('kept'))
		const emptied = next(inventory.onDidChange, ({ reset }) => reset.has('volumes'))
		await engine.suspend()
		await emptied
		assert.equal(inventory.volumes.size, 0)
		const filled = next(inventory.onDidChange, ({ reset }) => reset.has('volumes') && inventory.volumes.size > 0)
		await engine.resume()
		await filled
		assert.deepEqual([...inventory.volumes.keys()], ['kept'])
		await engine.docker.createVolume({ Name: 'afterwards' })
		await until(inventory, () => inventory.volumes.has('afterwards'))
	})

	it('tells only what differs when the stream of events broke and the engine lives on', async () => {
		let gate = Promise.resolve()
		await using proxy = await startEngineProxy(engine.host, async (request) => {
			if (request.includes('/_ping')) await gate
			return 'passes' as const
		})
		await Promise.all(['kept', 'gone'].map((Name) => engine.docker.createVolume({ Name })))
		const guarded = connectionTo(proxy.host)
		const followed = new Inventory(guarded, silent)
		await followed.loaded('volumes', 'networks', 'images', 'containers')
		const changes: InventoryChange[] = []
		followed.onDidChange((change) => changes.push(change))
		const { promise, resolve } = Promise.withResolvers<void>()
		gate = promise
		const lost = next(guarded.onDidChangeState, ({ kind }) => kind === 'connecting')
		proxy.cut()
		await lost
		await engine.docker.getVolume('gone').remove()
		await engine.docker.createVolume({ Name: 'missed' })
		assert.deepEqual([...followed.volumes.keys()].toSorted(), ['gone', 'kept'])
		resolve()
		await until(followed, () => followed.volumes.has('missed'))
		assert.deepEqual([...followed.volumes.keys()].toSorted(), ['kept', 'missed'])
		assert.deepEqual(
			changes.map(({ volumes, reset }) => [[...volumes].toSorted(), reset.size]),
			[[['gone', 'missed'], 0]],
		)
		followed.dispose()
		guarded.dispose()
	})

	it('goes on without a list that is refused, and has it once that changes', async () => {
		let isForbidden = true
		await using proxy = await startEngineProxy(engine.host, (request) =>
			isForbidden && request.includes('/images/') ? 'forbidden' : 'passes',
		)
		const guarded = connectionTo(proxy.host)
		const partial = new Inventory(guarded, silent)
		const because = (error: unknown) => error instanceof ListError && error.reason === 'denied'
		await assert.rejects(partial.loaded('images'), because)
		await partial.loaded('volumes')
		await engine.docker.createVolume({ Name: 'told' })
		await until(partial, () => partial.volumes.has('told'))
		await assert.rejects(partial.loaded('images'), because)
		assert.deepEqual(
			proxy.requests.filter((request) => request.includes('/_ping')),
			['GET /_ping?'],
		)
		isForbidden = false
		await makeImage(engine.docker, 'app:2')
		await until(partial, () => [...partial.images.values()].some(({ tags }) => tags.includes('app:2')))
		partial.dispose()
		guarded.dispose()
	})

	it('takes its time where the events are refused', async () => {
		await using proxy = await startEngineProxy(engine.host, (request) =>
			request.includes('/events') ? 'forbidden' : 'passes',
		)
		const guarded = connectionTo(proxy.host)
		const none = new Inventory(guarded, silent)
		const failures: string[] = []
		const failedAgain = next(guarded.onDidChangeState, (state) => {
			if (state.kind === 'failed') failures.push(state.error.reason)
			return failures.length === 2
		})
		await assert.rejects(none.loaded('volumes'))
		await failedAgain
		assert.deepEqual(failures, ['denied', 'denied'])
		none.dispose()
		guarded.dispose()
	})

	function imageOf(tag: string): string | undefined {
		return [...inventory.images.values()].find(({ tags }) => tags.includes(tag))?.id
	}
})

function has(kind: 'volumes', key: string) {
	return (change: InventoryChange) => change[kind].has(key)
}

async function until(inventory: Inventory, holds: () => boolean): Promise<void> {
	if (!holds()) await next(inventory.onDidChange, holds)
}
