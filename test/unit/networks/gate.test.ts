import assert from 'node:assert/strict'

import { checkRules } from '../../../src/networks/isolation/check.ts'
import { parseRules } from '../../../src/networks/isolation/rules.ts'
import { attemptsFor, reachAt } from '../../../src/networks/probe/comparison.ts'
import { directWaysIn, reach, type Model, type Segment } from '../../../src/networks/reachability.ts'
import { graphOf } from '../../../src/networks/topology/graph.ts'
import { container, endpoint, named, network, port } from './models.ts'

const mode = (family: 4 | 6, value: string) => ({ [`com.docker.network.bridge.gateway_mode_ipv${family}`]: value })

/** Containers beside each other on networks of every gateway mode; `web` publishes port 80 on none of the host's. */
function modes(): Model {
	const web = (networkName: string) => ({ ...endpoint(networkName), ipv4Address: '10.1.0.9', ipv6Address: 'fd00::9' })
	const published = { ports: [port(80, undefined, '0.0.0.0'), port(80, undefined, '::'), port(81)] }
	return {
		networks: [
			network('plain'),
			network('inner', { internal: true }),
			network('routed', { options: { ...mode(4, 'routed'), ...mode(6, 'routed') } }),
			network('closed', { internal: true, options: mode(4, 'routed') }),
			network('bare', { options: mode(4, 'nat-unprotected') }),
		],
		containers: [
			container('dual', [{ ...endpoint('plain'), ipv4Address: '10.2.0.2', ipv6Address: 'fd01::2' }]),
			container('four', [{ ...endpoint('plain'), ipv4Address: '10.2.0.3' }]),
			container('inside', [{ ...endpoint('inner'), ipv4Address: '10.3.0.2' }]),
			container('web', [web('routed')], published),
			container('mute', [web('routed')]),
			container('shut', [web('closed')], published),
			container('bare', [{ ...endpoint('bare'), ipv4Address: '10.4.0.2' }], published),
		],
	}
}

describe('A network that the host routes to', () => {
	const between = (from: string, to: string) => {
		const model = modes()
		return reach(model, named(model, from), named(model, to))
	}

	it('lets others reach what is published there, by the families that they have', () => {
		const { ways, obstacles } = between('dual', 'web')
		const ports = [port(80, undefined, '0.0.0.0')]
		assert.deepEqual(ways, [
			{
				kind: 'routed',
				networkName: 'routed',
				entries: [
					{ address: '10.1.0.9', ports },
					{ address: 'fd00::9', ports: [port(80, undefined, '::')] },
				],
			},
		])
		assert.deepEqual(obstacles, [])
		assert.deepEqual(
			between('four', 'web').ways.flatMap((way) => (way.kind === 'routed' ? way.entries : [])),
			[{ address: '10.1.0.9', ports }],
		)
	})

	it('lets nobody in where nothing is published, nor out of or into an internal one', () => {
		for (const [from, to] of [
			['dual', 'mute'],
			['inside', 'web'],
			['dual', 'shut'],
			['dual', 'bare'],
		] as const) {
			assert.deepEqual(between(from, to), { ways: [], obstacles: [{ kind: 'noSharedNetwork' }], stopped: [] })
		}
	})

	it('is tried at the addresses of the port that is asked for', () => {
		const model = modes()
		const attempts = (at: number) => attemptsFor(model, named(model, 'web'), at, reachAt(between('dual', 'web'), at))
		const targets = (at: number) => ['10.1.0.9', 'fd00::9'].map((address) => ({ address, port: at }))
		assert.deepEqual(attempts(80), { names: [], targets: targets(80) })
		// Nothing leads there, so everything is tried.
		assert.deepEqual(attempts(81), { names: ['web'], targets: targets(81) })
	})
})

describe('The way in without a port of the host', () => {
	it('is by what is published on a routed network, and by all where it is unprotected', () => {
		const model = modes()
		const into = (name: string) =>
			directWaysIn(model, named(model, name)).map(({ address, ports }) => [address, ports?.length])
		assert.deepEqual(into('web'), [
			['10.1.0.9', 1],
			['fd00::9', 1],
		])
		assert.deepEqual(into('bare'), [['10.4.0.2', undefined]])
		assert.deepEqual([into('dual'), into('mute'), into('shut')], [[], [], []])
	})

	it('breaks a rule that the outside never may', async () => {
		const file = await parseRules('never:\n  - outside -> web\n  - outside -> bare\n  - outside -> mute\n')
		assert.deepEqual(
			checkRules(modes(), file).map(({ holds, pairs }) => [holds, pairs.flatMap(({ openings }) => openings)]),
			[
				[false, ['10.1.0.9:80', '[fd00::9]:80']],
				[false, ['10.4.0.2:*']],
				[true, []],
			],
		)
	})

	it('stands in the topology', () => {
		const { nodes, edges } = graphOf(modes())
		const portsOf = (label: string) =>
			nodes.flatMap((node) => (node.kind === 'container' && node.label === label ? node.ports : []))
		assert.deepEqual(portsOf('web'), [
			{ text: '10.1.0.9:80', audience: 'routed' },
			{ text: '[fd00::9]:80', audience: 'routed' },
		])
		assert.deepEqual(portsOf('bare'), [{ text: '10.4.0.2:*', audience: 'routed' }])
		assert.equal(edges.filter(({ kind }) => kind === 'published').length, 2)
	})
})

describe('A physical network', () => {
	const lan = (driver: string, more: Partial<Segment> = {}) => network(driver, { driver, ...more })
	/** `db` is on it, and publishes nothing. */
	const modelOf = (segment: Segment): Model => ({
		networks: [segment],
		containers: [container('db', [{ ...endpoint(segment.name), ipv4Address: '192.0.2.9', ipv6Address: 'fd00::9' }])],
	})
	const options = { parent: 'eth0' }
	const onParent = [lan('macvlan', { options }), lan('ipvlan', { options })]
	const apart = [
		lan('macvlan'),
		lan('ipvlan', { options: { parent: '' } }),
		lan('macvlan', { options, internal: true }),
	]

	it('lets in everyone who is there, at all ports, where it stands on an interface', async () => {
		const file = await parseRules('never:\n  - outside -> db\n  - db -> outside\n')
		const openings = (segment: Segment) => checkRules(modelOf(segment), file).map(({ pairs }) => pairs[0]?.openings)
		for (const segment of onParent) {
			assert.deepEqual(openings(segment), [['192.0.2.9:*', '[fd00::9]:*'], [segment.name]])
		}
		for (const segment of apart) assert.deepEqual(openings(segment), [[], []])
	})

	it('is led outside past the host in the topology', () => {
		const uplinks = (segment: Segment) =>
			graphOf(modelOf(segment)).edges.flatMap(({ kind, from }) => (kind === 'endpoint' ? [] : `${kind} ${from}`))
		for (const segment of onParent) assert.deepEqual(uplinks(segment), ['outside outside', 'uplink outside'])
		for (const segment of apart) assert.deepEqual(uplinks(segment), ['outside outside'])
		const [first] = onParent
		assert.ok(first)
		const { nodes } = graphOf(modelOf(first))
		assert.ok(nodes.some((node) => node.kind === 'network' && node.parent === 'eth0'))
		assert.deepEqual(
			nodes.flatMap((node) => (node.kind === 'container' ? node.ports : [])),
			['192.0.2.9:*', '[fd00::9]:*'].map((text) => ({ text, audience: 'routed' })),
		)
	})
})

describe('A port that is published for one family', () => {
	it('is no way for who has only the other', () => {
		const plain = network('plain', { pools: [] })
		const to = container('to', ['other'], { ports: [port(80, 8080, '::')] })
		const from = (gateways: object) => container('from', [{ ...endpoint('plain'), ...gateways }])
		const waysOf = (gateways: object) => {
			const [source, networks] = [from(gateways), [plain, network('other')]]
			return reach({ networks, containers: [source, to] }, source, to).ways.length
		}
		assert.equal(waysOf({ ipv4Gateway: '10.1.0.1' }), 0)
		assert.equal(waysOf({ ipv4Gateway: '10.1.0.1', ipv6Gateway: 'fd00::1' }), 1)
		// A container that was never started has no gateway yet.
		assert.equal(waysOf({}), 1)
	})
})
