import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import type { Connection } from '../../src/engine/connection.ts'
import { isAtLeast, type Engine } from '../../src/engine/engine.ts'
import { EngineError, type Reason } from '../../src/engine/errors.ts'
import { Inventory } from '../../src/engine/inventory.ts'
import { hostOf } from '../../src/networks/host.ts'
import type { NetworkSpecification } from '../../src/networks/network.ts'
import { connectContainer, createNetwork, gatewayPrioritySince, removeNetwork } from '../../src/networks/operations.ts'
import { joinedEndpoint } from '../../src/networks/operations/endpoint.ts'
import { engineFacts } from '../../src/networks/operations/engineFacts.ts'
import { recreateNetwork } from '../../src/networks/operations/recreateNetwork.ts'
import { specificationOf } from '../../src/networks/operations/specification.ts'
import { saidIn } from '../support/containers.ts'
import type { TestEngine } from '../support/engine.ts'
import { next, silent, withEngine } from './parts.ts'

const run = promisify(execFile)

function because(reason: Reason) {
	return (error: unknown) => error instanceof EngineError && error.reason === reason
}

const bridge: NetworkSpecification = {
	...{ name: 'net', driver: 'bridge', internal: false, attachable: false, ipv6: false },
	...{ subnets: [], options: {}, labels: {} },
}

describe('Network settings on a real engine', () => {
	let test: TestEngine
	let connection: Connection
	let engine: Engine
	withEngine((opened) => ({ test, connection, engine } = opened))
	afterEach(() => test.clear())

	const names = async () => (await test.docker.listNetworks()).map(({ Name }) => Name).sort()

	it('knows the drivers, the machine and the swarm', async () => {
		const facts = await engineFacts(engine)
		assert.ok(facts.drivers.includes('bridge') && facts.drivers.includes('macvlan'), facts.drivers.join())
		assert.equal(facts.drivers.includes('host'), false)
		assert.equal(facts.swarm, 'none')
		const host = await hostOf(engine.endpoint, facts)
		const bridges = (await test.docker.getNetwork('bridge').inspect()).IPAM?.Config?.map(({ Subnet }) => Subnet) ?? []
		assert.ok(
			host?.routes.some(({ subnet }) => bridges.includes(subnet)),
			JSON.stringify(host?.routes),
		)
	})

	it('makes what was asked for: several subnets, range, reserved addresses, options; and reads it again', async () => {
		const asked: NetworkSpecification = {
			...bridge,
			ipv6: true,
			subnets: [
				{
					subnet: '10.214.10.0/24',
					gateway: '10.214.10.254',
					ipRange: '10.214.10.128/25',
					auxiliaryAddresses: { printer: '10.214.10.130' },
				},
				{ subnet: 'fd00:214:10::/64', gateway: 'fd00:214:10::1' },
			],
			options: {
				'com.docker.network.bridge.name': 'longshoretest0',
				'com.docker.network.bridge.enable_icc': 'false',
				'com.docker.network.driver.mtu': '1400',
			},
			labels: { purpose: 'test' },
		}
		const id = await createNetwork(engine, asked)
		const { specification, isShared } = await specificationOf(engine, id)
		assert.equal(isShared, false)
		assert.deepEqual(
			specification.subnets.map(({ subnet, gateway, ipRange }) => [subnet, gateway, ipRange]),
			[
				['10.214.10.0/24', '10.214.10.254', '10.214.10.128/25'],
				['fd00:214:10::/64', 'fd00:214:10::1', undefined],
			],
		)
		assert.deepEqual(specification.subnets[0]?.auxiliaryAddresses, { printer: '10.214.10.130' })
		assert.deepEqual(specification.options, asked.options)
		assert.deepEqual(specification.labels, asked.labels)
		const { stdout } = await run('ip', ['-o', 'link', 'show', 'longshoretest0'])
		assert.match(stdout, /longshoretest0/)
		const container = await test.docker.createContainer({ Image: 'busybox', Cmd: ['sleep', '100'] })
		await container.start()
		await connectContainer(engine, id, container.id, {
			...{ aliases: ['one'], ipv4Address: undefined, ipv6Address: 'fd00:214:10::77' },
			linkLocalAddresses: ['169.254.7.8'],
		})
		const joined = await joinedEndpoint(engine, container.id, { id, name: 'net' })
		assert.equal(joined?.addresses.ipv6, 'fd00:214:10::77')
		assert.equal(joined.addresses.ipv4, '10.214.10.128')
		assert.deepEqual(joined.specification.linkLocalAddresses, ['169.254.7.8'])
		const text = await saidIn(container, 'ip', 'address')
		assert.match(text, /169\.254\.7\.8/)
		assert.match(text, /mtu 1400/)
	})

	const refusals: readonly (readonly [string, Partial<NetworkSpecification>])[] = [
		['an overlapping subnet', { subnets: [{ subnet: '10.214.0.0/16', gateway: undefined }] }],
		['a malformed subnet', { subnets: [{ subnet: '10.214.1.0', gateway: undefined }] }],
		['a gateway outside', { subnets: [{ subnet: '10.215.1.0/24', gateway: '10.216.1.1' }] }],
		['a name that is taken', { name: 'first' }],
		['a parent that is not there', { driver: 'macvlan', options: { parent: 'absent0' } }],
		['a bridge name that is too long', { options: { 'com.docker.network.bridge.name': 'n'.repeat(20) } }],
		['an overlay without a swarm', { driver: 'overlay' }],
	]
	for (const [what, part] of refusals) {
		it(`leaves nothing half-made when the engine refuses ${what}`, async () => {
			await createNetwork(engine, {
				...bridge,
				name: 'first',
				subnets: [{ subnet: '10.214.1.0/24', gateway: undefined }],
			})
			const before = await names()
			await assert.rejects(createNetwork(engine, { ...bridge, ...part }), (error: unknown) => {
				assert.ok(error instanceof EngineError)
				assert.notEqual(error.message, '')
				assert.notEqual(error.reason, 'denied')
				return true
			})
			assert.deepEqual(await names(), before)
		})
	}

	it('refuses an address in use and one outside, and leaves the container as it was', async () => {
		const id = await createNetwork(engine, { ...bridge, subnets: [{ subnet: '10.214.2.0/24', gateway: undefined }] })
		const [one, two] = await Promise.all(
			['one', 'two'].map(async (name) => {
				const container = await test.docker.createContainer({ name, Image: 'busybox', Cmd: ['sleep', '100'] })
				await container.start()
				return container
			}),
		)
		assert.ok(one && two)
		const at = (ipv4Address: string) => ({ aliases: [], ipv4Address, ipv6Address: undefined })
		await connectContainer(engine, id, one.id, at('10.214.2.9'))
		await assert.rejects(connectContainer(engine, id, two.id, at('10.214.2.9')), EngineError)
		await assert.rejects(connectContainer(engine, id, two.id, at('10.250.0.9')), EngineError)
		assert.equal(await joinedEndpoint(engine, two.id, { id, name: 'net' }), undefined)
		await assert.rejects(removeNetwork(engine, id), because('inUse'))
	})

	it('lets a container go out by the network of the highest priority, also after that is recreated', async function () {
		if (!isAtLeast(engine.apiVersion, gatewayPrioritySince)) this.skip()
		const at = (subnet: string, gateway: string) => ({ ...bridge, subnets: [{ subnet, gateway }] })
		await createNetwork(engine, { ...at('10.214.5.0/24', '10.214.5.1'), name: 'first' })
		const second = await createNetwork(engine, { ...at('10.214.6.0/24', '10.214.6.1'), name: 'second' })
		const HostConfig = { NetworkMode: 'first' }
		const container = await test.docker.createContainer({ Image: 'busybox', Cmd: ['sleep', '100'], HostConfig })
		await container.start()
		assert.match(await saidIn(container, 'ip', 'route'), /default via 10\.214\.5\.1 /)
		await connectContainer(engine, second, container.id, {
			...{ aliases: [], ipv4Address: undefined, ipv6Address: undefined, gatewayPriority: 7 },
		})
		assert.match(await saidIn(container, 'ip', 'route'), /default via 10\.214\.6\.1 /)
		const { specification } = await specificationOf(engine, second)
		await recreateNetwork(
			...([engine, { id: second, name: 'second' }, { ...specification, labels: { changed: 'yes' } }] as const),
			...([new AbortController().signal, () => undefined] as const),
		)
		assert.match(await saidIn(container, 'ip', 'route'), /default via 10\.214\.6\.1 /)
	})

	it('makes a network without IPv4, where the engine can', async function () {
		if (!isAtLeast(engine.apiVersion, '1.48')) this.skip()
		const subnets = [{ subnet: 'fd00:214:7::/64', gateway: undefined }]
		const id = await createNetwork(engine, { ...bridge, ipv4: false, ipv6: true, subnets })
		const { specification } = await specificationOf(engine, id)
		assert.deepEqual([specification.ipv4, specification.ipv6], [false, true])
		const HostConfig = { NetworkMode: 'net' }
		const container = await test.docker.createContainer({ Image: 'busybox', Cmd: ['sleep', '100'], HostConfig })
		await container.start()
		const joined = await joinedEndpoint(engine, container.id, { id, name: 'net' })
		assert.deepEqual(joined?.addresses, { ipv4: undefined, ipv6: 'fd00:214:7::2' })
	})

	describe('on a parent interface', () => {
		const parent = `ls${process.pid % 100_000}`
		before(async () => {
			// Not every kernel has interfaces of the type `dummy`.
			await run('ip', ['link', 'add', parent, 'type', 'veth', 'peer', 'name', `${parent}p`])
			await run('ip', ['address', 'add', '10.217.3.1/24', 'dev', parent])
			for (const end of [parent, `${parent}p`]) await run('ip', ['link', 'set', end, 'up'])
		})
		after(() => run('ip', ['link', 'delete', parent]))

		it('is offered, with its subnet', async () => {
			const host = await hostOf(engine.endpoint, await engineFacts(engine))
			const found = host?.interfaces.find(({ name }) => name === parent)
			assert.deepEqual(found?.subnets, ['10.217.3.0/24'])
		})

		for (const [driver, mode] of [
			['macvlan', { macvlan_mode: 'bridge' }],
			['ipvlan', { ipvlan_mode: 'l2' }],
		] as const) {
			it(`carries a network of the driver ${driver}`, async () => {
				const options = { parent, ...mode }
				const id = await createNetwork(engine, {
					...{ ...bridge, driver, options, subnets: [{ subnet: '10.217.3.0/24', gateway: '10.217.3.1' }] },
				})
				assert.deepEqual((await specificationOf(engine, id)).specification.options, options)
				const container = await test.docker.createContainer({
					...{ Image: 'busybox', Cmd: ['sleep', '100'], HostConfig: { NetworkMode: 'net' } },
				})
				// Not every kernel has interfaces of the type `ipvlan`.
				if (driver === 'ipvlan') return
				await container.start()
				assert.equal((await joinedEndpoint(engine, container.id, { id, name: 'net' }))?.addresses.ipv4, '10.217.3.2')
			})
		}
	})

	it('makes overlay networks on a swarm, attachable and encrypted, and tells of them', async () => {
		await test.docker.swarmInit({ ListenAddr: '127.0.0.1:0', AdvertiseAddr: '127.0.0.1', ForceNewCluster: false })
		assert.equal((await engineFacts(engine)).swarm, 'manager')
		const inventory = new Inventory(connection, silent)
		await inventory.loaded('networks', 'containers')
		const found = () => [...inventory.networks.values()].find(({ name }) => name === 'across')
		const told = next(inventory.onDidChange, () => found() !== undefined)
		const id = await createNetwork(engine, {
			...{ ...bridge, name: 'across', driver: 'overlay', attachable: true, options: { encrypted: '' } },
			subnets: [{ subnet: '10.218.4.0/24', gateway: undefined }],
		})
		await told
		assert.equal(found()?.scope, 'swarm')
		assert.equal(found()?.attachable, true)
		assert.equal((await specificationOf(engine, id)).specification.options['encrypted'], '')
		inventory.dispose()
		const container = await test.docker.createContainer({ Image: 'busybox', Cmd: ['sleep', '100'] })
		await container.start()
		await connectContainer(engine, id, container.id, {
			...{ aliases: ['there'], ipv4Address: '10.218.4.44', ipv6Address: undefined },
		})
		const { specification } = await specificationOf(engine, id)
		const again = await recreateNetwork(
			...([engine, { id, name: 'across' }, { ...specification, labels: { changed: 'yes' } }] as const),
			...([new AbortController().signal, () => undefined] as const),
		)
		const joined = await joinedEndpoint(engine, container.id, { id: again, name: 'across' })
		assert.equal(joined?.addresses.ipv4, '10.218.4.44')
		assert.deepEqual(joined.specification.aliases, ['there'])
		await container.remove({ force: true })
		await test.leaveSwarm()
	})
})
