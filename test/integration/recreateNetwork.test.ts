import assert from 'node:assert/strict'

import type { Engine } from '../../src/engine/engine.ts'
import { EngineError } from '../../src/engine/errors.ts'
import type { NetworkSpecification } from '../../src/networks/network.ts'
import { connectContainer, createNetwork } from '../../src/networks/operations.ts'
import { emptyAndRemove } from '../../src/networks/operations/emptyAndRemove.ts'
import { recreateNetwork } from '../../src/networks/operations/recreateNetwork.ts'
import { endpointsOf, rejoinAll, RestorationError } from '../../src/networks/operations/rejoin.ts'
import { specificationOf } from '../../src/networks/operations/specification.ts'
import { saidIn } from '../support/containers.ts'
import type { TestEngine } from '../support/engine.ts'
import { makeShop } from '../support/scene.ts'
import { withEngine } from './parts.ts'

describe('Recreating a network', () => {
	let test: TestEngine
	let engine: Engine
	withEngine((opened) => ({ test, engine } = opened))
	beforeEach(() => makeShop(test.docker))
	afterEach(() => test.clear())

	const never = new AbortController().signal
	const find = async (name: string) => {
		const network = (await test.docker.listNetworks()).find(({ Name }) => Name === name)
		assert.ok(network, name)
		return { id: network.Id, name }
	}
	/** What shall be the same afterwards: settings, and everybody's place on it. */
	const pictureOf = async (name: string) => {
		const network = await find(name)
		const { specification } = await specificationOf(engine, network.id)
		const endpoints = await endpointsOf(engine, network)
		return {
			specification,
			endpoints: endpoints
				.map(({ containerName, specification: { aliases, linkLocalAddresses, options }, addresses }) => ({
					...{ containerName, aliases: [...aliases].sort(), linkLocalAddresses, options, addresses },
				}))
				.sort((one, other) => one.containerName.localeCompare(other.containerName)),
		}
	}
	/**
	 * The engine's name server gives up on a query now and then while it has much to do. It is asked for IPv4 alone: what
	 * it has no other answer for it asks name servers that are not there.
	 */
	const isFound = async (name: string, address: RegExp) => {
		let answer = ''
		for (let patience = 10; patience > 0 && !address.test(answer); patience -= 1) {
			answer = await saidIn(test.docker.getContainer('shop-catalog-1'), 'nslookup', '-type=a', name)
		}
		assert.match(answer, address)
	}
	/** The database with a gap below it, one with a fixed address, one that doesn't run, one that never ran. */
	const populate = async () => {
		// Fixed addresses are allowed only where the subnet was asked for: as it is after a recreation.
		const chosen = await find('shop_back')
		const { specification } = await specificationOf(engine, chosen.id)
		const id = await recreateNetwork(engine, chosen, specification, never, () => undefined)
		const make = async (name: string) =>
			test.docker.createContainer({
				name,
				Image: 'busybox',
				Cmd: ['sh', '-c', 'trap exit TERM; while true; do sleep 1; done'],
			})
		const subnet = (await specificationOf(engine, id)).specification.subnets[0]?.subnet ?? ''
		const address = (last: number) => subnet.replace(/\d+\/\d+$/, String(last))
		const fixed = await make('fixed')
		await fixed.start()
		await connectContainer(engine, id, fixed.id, {
			...{ aliases: ['pinned', 'steady'], ipv4Address: address(77), ipv6Address: undefined },
			linkLocalAddresses: ['169.254.9.9'],
		})
		const stopped = await make('stopped')
		await connectContainer(engine, id, stopped.id, {
			aliases: ['late'],
			ipv4Address: address(88),
			ipv6Address: undefined,
		})
		await stopped.start()
		await stopped.stop({ t: 0 })
		await test.docker.createContainer({ name: 'fresh', Image: 'busybox', HostConfig: { NetworkMode: 'shop_back' } })
		return { address }
	}

	it('changes a setting; every container keeps its place, names and addresses', async () => {
		const { address } = await populate()
		// The database gets another than the first free address, so that a mere new connection would move it.
		const network = await find('shop_back')
		const place = test.docker.getNetwork(network.id)
		for (const name of ['shop-database-1', 'shop-catalog-1']) await place.disconnect({ Container: name })
		const gap = await test.docker.createContainer({ name: 'gap', Image: 'busybox', Cmd: ['sleep', '100'] })
		await gap.start()
		await place.connect({ Container: gap.id })
		await place.connect({ Container: 'shop-database-1', EndpointConfig: { Aliases: ['db'] } })
		await place.connect({ Container: 'shop-catalog-1' })
		await gap.remove({ force: true })
		const before = await pictureOf('shop_back')
		assert.notEqual(
			before.endpoints.find(({ containerName }) => containerName === 'shop-database-1')?.addresses.ipv4,
			address(2),
		)
		const steps: string[] = []
		const specification: NetworkSpecification = { ...before.specification, internal: false, labels: { changed: 'yes' } }
		const id = await recreateNetwork(engine, network, specification, never, ({ kind }) => steps.push(kind))
		const after = await pictureOf('shop_back')
		assert.notEqual(id, network.id)
		assert.deepEqual(after.endpoints, before.endpoints)
		assert.equal(after.specification.internal, false)
		assert.deepEqual(after.specification.labels, { changed: 'yes' })
		assert.deepEqual(after.specification.subnets, before.specification.subnets)
		await isFound('db', /10\.213\./)
		for (const name of ['stopped', 'fresh']) await test.docker.getContainer(name).start()
		const stopped = await test.docker.getContainer('stopped').inspect()
		assert.equal(stopped.NetworkSettings.Networks['shop_back']?.IPAddress, address(88))
		assert.deepEqual([...new Set(steps)], ['disconnecting', 'recreating', 'connecting'])
	})

	it('moves to another subnet: names stay, addresses that do not fit are chosen by the engine', async () => {
		await populate()
		const network = await find('shop_back')
		const { specification, endpoints } = await pictureOf('shop_back')
		await recreateNetwork(
			engine,
			network,
			{
				...specification,
				ipv6: true,
				subnets: ['10.219.7.0/24', 'fd00:219:7::/64'].map((subnet) => ({ subnet, gateway: undefined })),
			},
			never,
			() => undefined,
		)
		const after = await pictureOf('shop_back')
		assert.deepEqual(
			after.endpoints.map(({ containerName, aliases }) => [containerName, aliases]),
			endpoints.map(({ containerName, aliases }) => [containerName, aliases]),
		)
		for (const { addresses, containerName } of after.endpoints) {
			if (containerName === 'stopped' || containerName === 'fresh') continue
			assert.match(addresses.ipv4 ?? '', /^10\.219\.7\./, containerName)
			assert.match(addresses.ipv6 ?? '', /^fd00:219:7:/, containerName)
		}
	})

	const refused: readonly (readonly [
		string,
		(before: NetworkSpecification, fixed: string) => Partial<NetworkSpecification>,
	])[] = [
		['a subnet that is taken', () => ({ subnets: [{ subnet: '10.220.0.0/24', gateway: undefined }] })],
		['a driver that needs a swarm', () => ({ driver: 'overlay' })],
		['a setting that is not valid', () => ({ options: { 'com.docker.network.driver.mtu': 'many' } })],
		[
			'the last containers for want of addresses',
			(before) => ({
				subnets: [{ subnet: '10.221.0.0/29', gateway: undefined, ipRange: '10.221.0.0/31' }],
				labels: before.labels,
			}),
		],
		[
			'a container whose address is the gateway’s now',
			({ subnets }, fixed) => ({ subnets: [{ subnet: subnets[0]?.subnet ?? '', gateway: fixed }] }),
		],
	]
	for (const [what, change] of refused) {
		it(`puts all back when the engine refuses ${what}`, async () => {
			const { address } = await populate()
			await createNetwork(engine, {
				...{
					name: 'other',
					driver: 'bridge',
					internal: false,
					attachable: false,
					ipv6: false,
					options: {},
					labels: {},
				},
				subnets: [{ subnet: '10.220.0.0/16', gateway: undefined }],
			})
			const before = await pictureOf('shop_back')
			const specification = { ...before.specification, ...change(before.specification, address(77)) }
			await assert.rejects(
				recreateNetwork(engine, await find('shop_back'), specification, never, () => undefined),
				(error: unknown) => error instanceof EngineError && error.constructor === EngineError,
			)
			assert.deepEqual(await pictureOf('shop_back'), before)
			await isFound('db', /10\.213\./)
			for (const name of ['stopped', 'fresh']) await test.docker.getContainer(name).start()
		})
	}

	it('puts all back when one cancels, also where the engine had chosen the subnet', async () => {
		const before = await pictureOf('shop_back')
		const abort = new AbortController()
		const stop = ({ kind }: { readonly kind: string }) => kind === 'disconnecting' && abort.abort()
		const network = await find('shop_back')
		await assert.rejects(
			recreateNetwork(engine, network, { ...before.specification, internal: false }, abort.signal, stop),
		)
		assert.deepEqual((await pictureOf('shop_back')).endpoints, before.endpoints)
	})

	for (const at of ['disconnecting', 'recreating', 'connecting']) {
		it(`puts all back when one cancels while it is ${at}`, async () => {
			await populate()
			const before = await pictureOf('shop_back')
			const abort = new AbortController()
			await assert.rejects(
				recreateNetwork(
					engine,
					await find('shop_back'),
					{ ...before.specification, internal: false },
					abort.signal,
					({ kind }) => kind === at && abort.abort(),
				),
				(error: unknown) => error instanceof EngineError && error.reason === 'cancelled',
			)
			assert.deepEqual(await pictureOf('shop_back'), before)
		})
	}

	it('puts all back when the engine removes the network, but says that it could not', async () => {
		const network = await find('shop_back')
		const before = await pictureOf('shop_back')
		let removed = false
		const docker = new Proxy(engine.docker, {
			get: (target, key) =>
				key === 'getNetwork'
					? (id: string) => {
							const place = target.getNetwork(id)
							const remove = place.remove.bind(place)
							place.remove = async () => {
								await remove()
								if (removed) return
								removed = true
								throw new EngineError('unreachable', 'The connection was cut.')
							}
							return place
						}
					: (Reflect.get(target, key) as unknown),
		})
		await assert.rejects(
			recreateNetwork({ ...engine, docker }, network, before.specification, never, () => undefined),
			(error: unknown) => error instanceof EngineError && error.constructor === EngineError,
		)
		assert.deepEqual((await pictureOf('shop_back')).endpoints, before.endpoints)
	})

	it('connects later whom it could not connect again; who is gone is not missed', async () => {
		const { address } = await populate()
		const network = await find('shop_back')
		const before = await pictureOf('shop_back')
		const place = test.docker.getNetwork(network.id)
		const join = async (name: string, EndpointConfig: object) => {
			const container = await test.docker.createContainer({ name, Image: 'busybox', Cmd: ['sleep', '100'] })
			await container.start()
			await place.connect({ Container: container.id, EndpointConfig })
			return container
		}
		const gone = await join('gone', {})
		const endpoints = (await endpointsOf(engine, network)).filter(({ containerName }) =>
			['fixed', 'gone', 'shop-catalog-1'].includes(containerName),
		)
		for (const { containerId } of endpoints) await place.disconnect({ Container: containerId })
		await gone.remove({ force: true })
		const usurper = await join('usurper', { IPAMConfig: { IPv4Address: address(77) } })
		const cause = new EngineError('inUse', 'It is in use.')
		const error: unknown = await rejoinAll(engine, network.id, endpoints, before.specification, cause).catch(
			(thrown: unknown) => thrown,
		)
		assert.ok(error instanceof RestorationError)
		assert.deepEqual(
			error.lost.map(({ containerName }) => containerName),
			['fixed'],
		)
		await usurper.remove({ force: true })
		await error.retry()
		assert.deepEqual(await pictureOf('shop_back'), before)
	})

	it('leaves a network that cannot be removed as it was', async () => {
		await populate()
		const network = await find('shop_back')
		const before = await pictureOf('shop_back')
		const known = new Set((await endpointsOf(engine, network)).map(({ containerId }) => containerId))
		// Somebody whom nobody was told of, so that the engine refuses in the end.
		const stranger = await test.docker.createContainer({ name: 'stranger', Image: 'busybox', Cmd: ['sleep', '100'] })
		await stranger.start()
		await test.docker.getNetwork(network.id).connect({ Container: stranger.id })
		await assert.rejects(
			emptyAndRemove(engine, network, known),
			(error: unknown) => error instanceof EngineError && error.reason === 'inUse',
		)
		await stranger.remove({ force: true })
		assert.deepEqual(await pictureOf('shop_back'), before)
		await emptyAndRemove(engine, network, known)
		await assert.rejects(test.docker.getNetwork(network.id).inspect())
	})
})
