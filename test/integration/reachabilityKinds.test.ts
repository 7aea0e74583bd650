import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import type { Connection } from '../../src/engine/connection.ts'
import { isAtLeast, type Engine } from '../../src/engine/engine.ts'
import { Inventory } from '../../src/engine/inventory.ts'
import { KnownModel } from '../../src/networks/knownModel.ts'
import { attemptsFor, differences, reachAt } from '../../src/networks/probe/comparison.ts'
import { tryFrom } from '../../src/networks/probe/operations.ts'
import { reach, type Model } from '../../src/networks/reachability.ts'
import { describeReach } from '../../src/networks/reachTexts.ts'
import { TestEngine } from '../support/engine.ts'
import { makeBusybox } from '../support/images.ts'
import { connectionTo, next, silent } from './parts.ts'

const ip = (...words: readonly string[]) => promisify(execFile)('ip', words)

const port = 7311
const published = 17311
const parent = `ls${process.pid % 100_000}p`

const networks = {
	dual: { EnableIPv6: true, IPAM: { Config: [{ Subnet: '10.214.1.0/24' }, { Subnet: 'fd00:214:1::/64' }] } },
	inner: { Internal: true },
	sealed: { Internal: true, Options: { 'com.docker.network.bridge.gateway_mode_ipv4': 'isolated' } },
	routed: { Options: { 'com.docker.network.bridge.gateway_mode_ipv4': 'routed' } },
	bare: { Options: { 'com.docker.network.bridge.gateway_mode_ipv4': 'nat-unprotected' } },
	closed: { Options: { 'com.docker.network.bridge.enable_icc': 'false' } },
	physical: {
		Driver: 'macvlan',
		Options: { parent },
		IPAM: { Config: [{ Subnet: '10.214.2.0/24', Gateway: '10.214.2.1' }] },
	},
}

/** By name: what it is asked for as its network. */
const containers: Readonly<Record<string, string>> = {
	dual1: 'dual',
	dual2: 'dual',
	guest: 'container:dual1',
	inner1: 'inner',
	sealed1: 'sealed',
	sealed2: 'sealed',
	routed1: 'routed',
	routed2: 'routed',
	bare1: 'bare',
	closed1: 'closed',
	closed2: 'closed',
	default1: 'bridge',
	default2: 'bridge',
	physical1: 'physical',
	physical2: 'physical',
	host1: 'host',
	alone: 'none',
}

describe('Reachability on networks of every kind', () => {
	let test: TestEngine
	let connection: Connection
	let engine: Engine
	let inventory: Inventory
	let known: KnownModel
	let model: Model
	before(async () => {
		test = await TestEngine.start({ outside: true })
		connection = connectionTo(test.host)
		engine = await connection.connected()
		inventory = new Inventory(connection, silent)
		known = new KnownModel({ connection, inventory })
		await makeBusybox(test.docker)
		await ip('link', 'add', parent, 'type', 'veth', 'peer', 'name', `${parent}x`)
		for (const end of [parent, `${parent}x`]) await ip('link', 'set', end, 'up')
		for (const [Name, options] of Object.entries(networks)) await test.docker.createNetwork({ Name, ...options })
		for (const [name, NetworkMode] of Object.entries(containers)) {
			const hostPort = { default1: String(published), routed1: '' }[name]
			const PortBindings =
				hostPort === undefined ? {} : { [`${port}/tcp`]: [{ HostIp: '0.0.0.0', HostPort: hostPort }] }
			const listen = name === 'guest' ? 'true' : `nc -ll -p ${port} -e true &`
			const container = await test.docker.createContainer({
				name,
				Image: 'busybox',
				Cmd: ['sh', '-c', `${listen} trap exit TERM; while true; do sleep 1; done`],
				...(hostPort !== undefined ? { ExposedPorts: { [`${port}/tcp`]: {} } } : {}),
				HostConfig: { NetworkMode, PortBindings },
			})
			await container.start()
		}
		const complete = (each: Model) =>
			each.containers.length === Object.keys(containers).length &&
			each.containers.every(({ state }) => state === 'running')
		const current = await known.current()
		model = complete(current) ? current : await next(known.onDidChange, complete)
	})
	after(async () => {
		known.dispose()
		inventory.dispose()
		connection.dispose()
		await test.stop()
		await ip('link', 'delete', parent)
	})

	/** Whether the model says that it is reached, and a trial finds the same. */
	async function isReached(fromName: string, toName: string): Promise<boolean> {
		const [from, to] = [fromName, toName].map(
			(name) => model.containers.find((peer) => peer.name === name) ?? assert.fail(`There is no ${name}.`),
		)
		assert.ok(from && to)
		const expected = reachAt(reach(model, from, to), port)
		const attempts = attemptsFor(model, to, port, expected)
		const tried = await tryFrom(engine, from.id, 'busybox', attempts, AbortSignal.timeout(60_000))
		assert.deepEqual(differences(expected, tried), [], `${fromName} → ${toName}: ${JSON.stringify([expected, tried])}`)
		// What is open is tried at each of its addresses, and every one leads there.
		if (expected.ways.length > 0) {
			assert.ok(tried.trials.length > 0)
			for (const { outcome, address } of tried.trials) assert.equal(outcome, 'open', address)
		}
		return expected.ways.length > 0
	}

	it('is by name and by addresses of both families on a dual-stack network', async () => {
		const [from, to] = ['dual1', 'dual2'].map((name) => model.containers.find((peer) => peer.name === name))
		assert.ok(from && to)
		const [way] = reach(model, from, to).ways
		assert.ok(way?.kind === 'network')
		assert.deepEqual([way.names, way.addresses.length], [['dual2'], 2])
		assert.match(way.addresses.join(' '), /10\.214\.1\.\d+ fd00:214:1::/)
		assert.equal(await isReached('dual1', 'dual2'), true)
	})

	it('is the same for who lives in another’s sandbox', async () => {
		assert.equal(await isReached('guest', 'dual2'), true)
		assert.equal(await isReached('guest', 'dual1'), true)
		assert.equal(await isReached('dual2', 'guest'), true)
	})

	it('is not where the network keeps its containers apart', async () => {
		assert.equal(await isReached('closed1', 'closed2'), false)
	})

	it('is by address alone on the default bridge', async () => {
		assert.equal(await isReached('default1', 'default2'), true)
	})

	it('is over a physical network, but not between it and the host', async () => {
		assert.equal(await isReached('physical1', 'physical2'), true)
		assert.equal(await isReached('physical1', 'host1'), false)
		// The other way is not tried: on some machines every address outside of their own networks seems open.
	})

	it('is both ways between the host’s own sandbox and bridge networks', async () => {
		assert.equal(await isReached('host1', 'dual1'), true)
		assert.equal(await isReached('host1', 'default2'), true)
		assert.equal(await isReached('default2', 'host1'), true)
		assert.equal(await isReached('dual1', 'host1'), true)
	})

	it('is by a published port from another network, and not without one', async () => {
		assert.equal(await isReached('closed1', 'default1'), true)
		const [from, to] = ['closed1', 'default1'].map((name) => model.containers.find((peer) => peer.name === name))
		assert.ok(from && to)
		const answer = describeReach(from, to, reach(model, from, to))
		assert.match(answer, /through its published port 0\.0\.0\.0:17311 → 7311\/tcp, which is open to everyone/)
		assert.equal(await isReached('closed1', 'default2'), false)
		assert.equal(await isReached('default2', 'dual1'), false)
	})

	it('is not out of an internal network, nor by a published port, but to the host itself', async () => {
		assert.equal(await isReached('inner1', 'default1'), false)
		assert.equal(await isReached('default1', 'inner1'), false)
		assert.equal(await isReached('inner1', 'host1'), true)
		assert.equal(await isReached('host1', 'inner1'), true)
		const [from, host] = ['inner1', 'host1'].map((name) => model.containers.find((peer) => peer.name === name))
		assert.ok(from && host)
		const [way] = reach(model, from, host).ways
		assert.ok(way?.kind === 'toHost')
		const [address = ''] = way.addresses
		assert.match(address, /^10\.213\./)
		const byHost = { names: [], targets: [{ address, port: published }] }
		const { trials } = await tryFrom(engine, from.id, 'busybox', byHost, AbortSignal.timeout(60_000))
		assert.notEqual(trials[0]?.outcome, 'open')
	})

	it('is not even to the host where the network has no address of it', async function () {
		// Engines before do not know the option, and make a plain internal network.
		if (!isAtLeast(engine.apiVersion, '1.46')) this.skip()
		assert.equal(await isReached('sealed1', 'sealed2'), true)
		assert.equal(await isReached('sealed1', 'host1'), false)
		// The other way is not tried: on some machines every address outside of their own networks seems open.
	})

	it('is at its own address where the host routes to it, for what is published there', async function () {
		// Engines before do not know the option.
		if (!isAtLeast(engine.apiVersion, '1.46')) this.skip()
		const [from, to] = ['closed1', 'routed1'].map((name) => model.containers.find((peer) => peer.name === name))
		assert.ok(from && to)
		assert.deepEqual(
			reach(model, from, to).ways.map(({ kind }) => kind),
			['routed'],
		)
		assert.equal(await isReached('closed1', 'routed1'), true)
		assert.equal(await isReached('closed1', 'routed2'), false)
		assert.equal(await isReached('inner1', 'routed1'), false)
		assert.equal(await isReached('host1', 'routed2'), true)
		assert.equal(await isReached('routed1', 'default1'), true)
		assert.equal(await isReached('routed1', 'default2'), false)
	})

	it('is not from another bridge where the outside may go directly', async function () {
		if (!isAtLeast(engine.apiVersion, '1.46')) this.skip()
		assert.equal(await isReached('closed1', 'bare1'), false)
	})

	it('is not from or to who has no network', async () => {
		assert.equal(await isReached('alone', 'dual1'), false)
		assert.equal(await isReached('dual1', 'alone'), false)
		assert.equal(await isReached('host1', 'alone'), false)
	})
})
