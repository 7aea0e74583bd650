import assert from 'node:assert/strict'

import type { Connection } from '../../src/engine/connection.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { EngineError, type Reason } from '../../src/engine/errors.ts'
import { Inventory } from '../../src/engine/inventory.ts'
import { removeImage, tagImage } from '../../src/images/operations.ts'
import { isReferenceError, parseReference } from '../../src/images/reference.ts'
import {
	aliasesOf,
	connectContainer,
	createNetwork,
	disconnectContainer,
	removeNetwork,
} from '../../src/networks/operations.ts'
import { createVolume, removeVolume, volumeSizes } from '../../src/volumes/operations.ts'
import { presetOptions } from '../../src/volumes/volume.ts'
import type { TestEngine } from '../support/engine.ts'
import { makeImage } from '../support/images.ts'
import { silent, withEngine } from './parts.ts'

function because(reason: Reason) {
	return (error: unknown) => error instanceof EngineError && error.reason === reason
}

describe('Operations', () => {
	let test: TestEngine
	let connection: Connection
	let engine: Engine
	withEngine((opened) => ({ test, connection, engine } = opened))
	afterEach(() => test.clear())

	const plain = { driver: 'local', options: {}, labels: {} }

	it('creates a volume as it was asked for', async () => {
		const options = presetOptions({ kind: 'tmpfs', size: '8m' })
		await createVolume(engine, { ...plain, name: 'memory', options, labels: { purpose: 'test' } })
		const { Options, Labels } = await test.docker.getVolume('memory').inspect()
		assert.deepEqual(Options, { type: 'tmpfs', device: 'tmpfs', o: 'size=8m' })
		assert.deepEqual(Labels, { purpose: 'test' })
	})

	it('makes volumes that mount: memory and a host folder', async () => {
		for (const preset of [
			{ kind: 'tmpfs', size: '' },
			{ kind: 'folder', path: '/tmp' },
		] as const) {
			await createVolume(engine, { ...plain, name: preset.kind, options: presetOptions(preset) })
			const container = await test.docker.createContainer({
				Image: 'busybox',
				Cmd: ['touch', '/v'],
				HostConfig: { Mounts: [{ Type: 'volume', Source: preset.kind, Target: '/v' }] },
			})
			await container.start()
			assert.equal((await container.wait()).StatusCode, 0)
		}
	})

	it('refuses a name that is taken, and leaves what has it', async () => {
		await createVolume(engine, { ...plain, name: 'taken', labels: { first: '1' } })
		await assert.rejects(createVolume(engine, { ...plain, name: 'taken', labels: {} }), because('conflict'))
		assert.deepEqual((await test.docker.getVolume('taken').inspect()).Labels, { first: '1' })
	})

	it('refuses to remove a volume in use', async () => {
		await createVolume(engine, { ...plain, name: 'used' })
		await test.docker.createContainer({
			Image: 'busybox',
			HostConfig: { Mounts: [{ Type: 'volume', Source: 'used', Target: '/v' }] },
		})
		await assert.rejects(removeVolume(engine, 'used'), because('inUse'))
	})

	it('says how many bytes volumes hold', async () => {
		await createVolume(engine, { ...plain, name: 'sized' })
		const container = await test.docker.createContainer({
			Image: 'busybox',
			Cmd: ['sh', '-c', 'head -c 100000 /dev/zero > /v/file'],
			HostConfig: { Mounts: [{ Type: 'volume', Source: 'sized', Target: '/v' }] },
		})
		await container.start()
		await container.wait()
		const size = (await volumeSizes(engine, AbortSignal.timeout(10_000))).get('sized') ?? 0
		assert.ok(size >= 100_000 && size < 200_000, String(size))
	})

	it('creates a network with subnets of both versions', async () => {
		await createNetwork(engine, {
			name: 'dual',
			driver: 'bridge',
			internal: true,
			attachable: false,
			ipv6: true,
			subnets: [
				{ subnet: '10.214.5.0/24', gateway: '10.214.5.9' },
				{ subnet: 'fd00:5::/64', gateway: undefined },
			],
			options: {},
			labels: { purpose: 'test' },
		})
		const inventory = new Inventory(connection, silent)
		await inventory.loaded('networks')
		const network = [...inventory.networks.values()].find(({ name }) => name === 'dual')
		assert.equal(network?.internal, true)
		assert.equal(network.ipv6, true)
		assert.deepEqual(
			network.pools.map(({ subnet, gateway }) => [subnet, gateway]),
			[
				['10.214.5.0/24', '10.214.5.9'],
				['fd00:5::/64', undefined],
			],
		)
		inventory.dispose()
	})

	const bridge = {
		driver: 'bridge',
		internal: false,
		attachable: false,
		ipv6: false,
		subnets: [],
		options: {},
		labels: {},
	}

	it('refuses a second network of a name', async () => {
		await createNetwork(engine, { ...bridge, name: 'one' })
		await assert.rejects(createNetwork(engine, { ...bridge, name: 'one' }), because('conflict'))
	})

	it('connects with aliases and an address, and disconnects', async () => {
		await createNetwork(engine, { ...bridge, name: 'net', subnets: [{ subnet: '10.214.6.0/24', gateway: undefined }] })
		const [network] = await test.docker.listNetworks({ filters: { name: ['net'] } })
		assert.ok(network)
		const container = await test.docker.createContainer({ Image: 'busybox', Cmd: ['sleep', '100'] })
		await container.start()
		await connectContainer(engine, network.Id, container.id, {
			aliases: ['db', 'database'],
			ipv4Address: '10.214.6.77',
			ipv6Address: undefined,
		})
		const { NetworkSettings } = await container.inspect()
		assert.equal(NetworkSettings.Networks['net']?.IPAddress, '10.214.6.77')
		const aliases = await aliasesOf(engine, container.id, { id: network.Id, name: 'net' })
		assert.deepEqual([...aliases].sort(), ['database', 'db'])
		await assert.rejects(removeNetwork(engine, network.Id), because('inUse'))
		await disconnectContainer(engine, network.Id, container.id)
		await removeNetwork(engine, network.Id)
	})

	it('tags an image, and removes name by name', async () => {
		await makeImage(test.docker, 'app:1')
		const reference = parseReference('docker.io/alice/app:1.2')
		assert.ok(!isReferenceError(reference))
		const { Id } = await test.docker.getImage('app:1').inspect()
		await tagImage(engine, Id, reference)
		assert.deepEqual((await test.docker.getImage(Id).inspect()).RepoTags?.toSorted(), ['alice/app:1.2', 'app:1'])
		await removeImage(engine, 'app:1')
		assert.deepEqual((await test.docker.getImage(Id).inspect()).RepoTags, ['alice/app:1.2'])
		const container = await test.docker.createContainer({ Image: Id })
		await assert.rejects(removeImage(engine, 'alice/app:1.2'), because('inUse'))
		await container.remove()
		await removeImage(engine, 'alice/app:1.2')
		await assert.rejects(test.docker.getImage(Id).inspect())
	})
})
