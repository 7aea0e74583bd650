import assert from 'node:assert/strict'

import {
	audienceOf,
	namesOn,
	reach,
	sandboxOf,
	waysOut,
	type Model,
	type Peer,
	type Segment,
} from '../../../src/networks/reachability.ts'
import { matrixMarkdown, matrixOf } from '../../../src/networks/reachabilityMatrix.ts'
import { container, endpoint, named, network, port, shop } from './models.ts'

/** What two containers make of each other on these networks. */
function between(networks: readonly Segment[], one: Peer, other: Peer, more: readonly Peer[] = []) {
	const model: Model = { networks, containers: [one, other, ...more] }
	return { there: reach(model, one, other), back: reach(model, other, one) }
}

const kinds = (ways: readonly { readonly kind: string }[]) => ways.map(({ kind }) => kind)

describe('Whom a container reaches', () => {
	it('over a shared network, by name, alias and address', () => {
		const model = shop()
		const { ways, obstacles, stopped } = reach(model, named(model, 'shop-api-1'), named(model, 'shop-catalog-1'))
		assert.deepEqual(ways, [
			{
				kind: 'network',
				networkId: 'id-shop_front',
				networkName: 'shop_front',
				names: ['catalog', 'shop-catalog-1'],
				addresses: ['10.1.0.3'],
			},
		])
		assert.deepEqual([obstacles, stopped], [[], []])
	})

	it('not where no network is shared', () => {
		const model = shop()
		const { ways, obstacles } = reach(model, named(model, 'shop-api-1'), named(model, 'shop-db-1'))
		assert.deepEqual(ways, [])
		assert.deepEqual(obstacles, [{ kind: 'noSharedNetwork' }])
	})

	it('over an internal network as over any other', () => {
		const model = shop()
		assert.deepEqual(kinds(reach(model, named(model, 'shop-catalog-1'), named(model, 'shop-db-1')).ways), ['network'])
	})

	it('over each of several shared networks', () => {
		const { there } = between([network('a'), network('b')], container('one', ['a', 'b']), container('two', ['b', 'a']))
		assert.deepEqual(
			there.ways.map((way) => way.kind === 'network' && way.networkName),
			['a', 'b'],
		)
	})

	it('over dual-stack networks by both addresses', () => {
		const two = container('two', [endpoint('a', { ipv4Address: '10.0.0.2', ipv6Address: 'fd00::2' })])
		const [way] = between([network('a')], container('one', ['a']), two).there.ways
		assert.ok(way?.kind === 'network')
		assert.deepEqual(way.addresses, ['10.0.0.2', 'fd00::2'])
	})

	it('by address alone on the default bridge', () => {
		const bridge = network('docker0', { options: { 'com.docker.network.bridge.default_bridge': 'true' } })
		const two = container('two', [endpoint('docker0', { ipv4Address: '172.17.0.3', aliases: ['ignored'] })])
		const [way] = between([bridge], container('one', ['docker0']), two).there.ways
		assert.ok(way?.kind === 'network')
		assert.deepEqual([way.names, way.addresses], [[], ['172.17.0.3']])
	})

	it('not where the network keeps its containers apart', () => {
		for (const options of [
			{ 'com.docker.network.bridge.enable_icc': 'false' },
			{ macvlan_mode: 'private' },
			{ ipvlan_flag: 'private' },
		]) {
			const { there } = between([network('a', { options })], container('one', ['a']), container('two', ['a']))
			assert.deepEqual(there.ways, [])
			assert.deepEqual(there.obstacles, [{ kind: 'isolating', networkName: 'a' }])
		}
	})

	it('over another network where one of two keeps them apart', () => {
		const apart = network('a', { options: { 'com.docker.network.bridge.enable_icc': 'false' } })
		const { there } = between([apart, network('b')], container('one', ['a', 'b']), container('two', ['a', 'b']))
		assert.deepEqual(
			there.ways.map((way) => way.kind === 'network' && way.networkName),
			['b'],
		)
	})

	it('never with network none', () => {
		const none = network('none', { driver: 'null', pools: [] })
		const one = container('one', ['none'], { networkMode: 'none' })
		const two = container('two', ['none'], { networkMode: 'none' })
		const { there } = between([none], one, two)
		assert.deepEqual(there.ways, [])
		assert.deepEqual(there.obstacles, [
			{ kind: 'noNetwork', container: 'one' },
			{ kind: 'noNetwork', container: 'two' },
		])
	})

	it('at localhost within one sandbox, and with the names of its owner from elsewhere', () => {
		const owner = container('owner', [endpoint('a', { ipv4Address: '10.0.0.2' })])
		const guest = container('guest', [], { networkMode: `container:${owner.id}` })
		const third = container('third', ['a'])
		const model = { networks: [network('a')], containers: [owner, guest, third] }
		assert.deepEqual(kinds(reach(model, owner, guest).ways), ['sandbox'])
		const [way] = reach(model, third, guest).ways
		assert.ok(way?.kind === 'network')
		assert.deepEqual([way.names, way.addresses], [['owner'], ['10.0.0.2']])
		assert.deepEqual(kinds(reach(model, guest, third).ways), ['network'])
	})

	it('not from a sandbox whose owner is gone, nor from ones that name each other', () => {
		const lost = container('lost', [], { networkMode: 'container:gone' })
		const { there } = between([network('a')], lost, container('two', ['a']))
		assert.deepEqual(there.obstacles, [{ kind: 'lostSandbox', container: 'lost' }])
		const one = container('one', [], { networkMode: 'container:other' })
		const other = container('other', [], { networkMode: 'container:one' })
		assert.equal(sandboxOf({ networks: [], containers: [one, other] }, one), undefined)
	})

	it('from the host into every bridge network, internal ones too, but not into macvlan', () => {
		const host = network('host', { driver: 'host', pools: [] })
		const onHost = container('onHost', ['host'], { networkMode: 'host' })
		const inner = container('inner', [endpoint('in', { ipv4Address: '10.0.0.2' })])
		const { there } = between([host, network('in', { internal: true })], onHost, inner)
		assert.deepEqual(there.ways, [{ kind: 'fromHost', networkName: 'in', addresses: ['10.0.0.2'] }])
		const far = container('far', ['mac'])
		assert.deepEqual(between([host, network('mac', { driver: 'macvlan' })], onHost, far).there.ways, [])
		assert.deepEqual(kinds(between([host], onHost, container('also', ['host'], { networkMode: 'host' })).there.ways), [
			'sandbox',
		])
	})

	it('at the host by the gateway, from an internal network too, but not where the host has no address', () => {
		const host = network('host', { driver: 'host', pools: [] })
		const onHost = container('onHost', ['host'], { networkMode: 'host' })
		const { there } = between([host, network('a')], container('one', ['a']), onHost)
		assert.deepEqual(there.ways, [{ kind: 'toHost', networkName: 'a', addresses: ['10.1.0.1'] }])
		for (const open of [{ internal: true }, { driver: 'overlay' }]) {
			assert.deepEqual(kinds(between([host, network('b', open)], container('one', ['b']), onHost).there.ways), [
				'toHost',
			])
		}
		const isolated = { 'com.docker.network.bridge.gateway_mode_ipv4': 'isolated' }
		const noAddress = { 'com.docker.network.bridge.inhibit_ipv4': 'true' }
		for (const closed of [
			{ internal: true, options: isolated },
			{ options: noAddress },
			{ driver: 'macvlan' },
			{ driver: 'overlay', internal: true },
		]) {
			const { there, back } = between([host, network('b', closed)], container('one', ['b']), onHost)
			assert.deepEqual([...there.ways, ...back.ways], [], JSON.stringify(closed))
		}
	})

	it('at the host by the gateway that the endpoint itself has, rather than by the one that was asked for', () => {
		const host = network('host', { driver: 'host', pools: [] })
		const onHost = container('onHost', ['host'], { networkMode: 'host' })
		const gateways = { ipv4Gateway: '10.1.0.254', ipv6Gateway: 'fd00::1' }
		const one = container('one', [endpoint('a', gateways)])
		const [way] = between([host, network('a')], one, onHost).there.ways
		assert.deepEqual(way?.kind === 'toHost' && way.addresses, ['10.1.0.254', 'fd00::1'])
		const two = container('two', ['b'], { ports: [port(80, 8080, '0.0.0.0'), port(80, 8080, '::'), port(81, 8081)] })
		const { ways } = between([network('a'), network('b')], one, two).there
		assert.deepEqual(
			ways.map((each) => each.kind === 'published' && each.addresses),
			[['10.1.0.254'], ['fd00::1'], ['10.1.0.254', 'fd00::1']],
		)
	})

	it('through a port published on every address of the host, from a network that leads there', () => {
		const published = container('two', ['b'], { ports: [port(80, 8080, '0.0.0.0'), port(81)] })
		const { there } = between([network('a'), network('b')], container('one', ['a']), published)
		assert.deepEqual(there.ways, [{ kind: 'published', port: port(80, 8080, '0.0.0.0'), addresses: ['10.1.0.1'] }])
		const closed = between([network('a', { internal: true }), network('b')], container('one', ['a']), published)
		assert.deepEqual(closed.there.ways, [])
		assert.deepEqual(closed.there.obstacles, [{ kind: 'noSharedNetwork' }, { kind: 'internal', networkName: 'a' }])
	})

	it('not from internal networks alone, which is no reason where nothing is open to others or another one leads out', () => {
		const networks = [network('a', { internal: true }), network('b'), network('c', { driver: 'macvlan' })]
		const obstaclesTo = (from: readonly string[], hostAddress?: string) => {
			const ports = hostAddress === undefined ? [port(80)] : [port(80, 8080, hostAddress)]
			return kinds(between(networks, container('one', from), container('two', ['b'], { ports })).there.obstacles)
		}
		assert.deepEqual(obstaclesTo(['a'], '192.0.2.7'), ['noSharedNetwork', 'internal'])
		assert.deepEqual(obstaclesTo(['a'], '127.0.0.1'), ['noSharedNetwork'])
		assert.deepEqual(obstaclesTo(['a']), ['noSharedNetwork'])
		assert.deepEqual(obstaclesTo(['a', 'c'], '0.0.0.0'), ['noSharedNetwork'])
	})

	it('through a port published on one address by that address, and not through one for the host alone', () => {
		const one = container('one', ['a'])
		const networks = [network('a'), network('b')]
		const two = container('two', ['b'], { ports: [port(80, 8080, '192.0.2.7')] })
		assert.deepEqual(between(networks, one, two).there.ways, [
			{ kind: 'published', port: port(80, 8080, '192.0.2.7'), addresses: ['192.0.2.7'] },
		])
		const local = container('two', ['b'], { ports: [port(80, 8080, '127.0.0.1')] })
		const { ways, obstacles } = between(networks, one, local).there
		assert.deepEqual(ways, [])
		assert.deepEqual(kinds(obstacles), ['noSharedNetwork', 'loopbackOnly'])
	})

	it('says who has to be started first', () => {
		const asleep = container('two', ['a'], { state: 'exited' })
		const { ways, stopped } = between([network('a')], container('one', ['a']), asleep).there
		assert.deepEqual(kinds(ways), ['network'])
		assert.deepEqual(stopped, ['two'])
	})

	it('knows a network by its name where the container never ran', () => {
		const fresh = container('two', [endpoint('a', { networkId: '' })], { state: 'created' })
		assert.deepEqual(kinds(between([network('a')], container('one', ['a']), fresh).there.ways), ['network'])
	})
})

describe('Names on a network', () => {
	it('are those of compose, and never the short id', () => {
		const labels = { 'com.docker.compose.service': 'db' }
		const plain = container('shop-db-1', ['a'], { labels })
		assert.deepEqual(namesOn(network('a'), plain), ['db', 'shop-db-1'])
		const aliased = container('x', [endpoint('a', { aliases: [plain.id.slice(0, 12), 'x', 'other'] })], {
			id: plain.id,
		})
		assert.deepEqual(namesOn(network('a'), aliased), ['x', 'other'])
	})
})

describe('A published port', () => {
	it('is open to everyone, to the host alone, or on one address', () => {
		const audience = (hostAddress?: string) => audienceOf({ hostAddress })
		assert.deepEqual([audience('0.0.0.0'), audience('::'), audience()], ['everyone', 'everyone', 'everyone'])
		assert.deepEqual([audience('127.0.0.1'), audience('127.1.2.3'), audience('::1')], ['host', 'host', 'host'])
		assert.equal(audience('192.0.2.1'), 'address')
	})
})

describe('The way out', () => {
	it('leads over networks that are not internal', () => {
		const model = shop()
		const out = (name: string) => waysOut(model, named(model, name)).map((each) => each.name)
		assert.deepEqual(out('shop-catalog-1'), ['shop_front'])
		assert.deepEqual(out('shop-db-1'), [])
	})
})

describe('A reachability matrix', () => {
	it('is a Markdown table', () => {
		const model = shop()
		const text = matrixMarkdown(matrixOf(model, model.containers), {
			corner: 'from',
			none: 'no',
			itself: '–',
			way: (way) => (way.kind === 'network' ? way.networkName : way.kind),
		})
		assert.equal(
			text,
			[
				'| from | shop-api-1 | shop-catalog-1 | shop-db-1 |',
				'| --- | --- | --- | --- |',
				'| **shop-api-1** | – | shop_front | no |',
				'| **shop-catalog-1** | shop_front | – | shop_back |',
				'| **shop-db-1** | no | shop_back | – |',
				'',
			].join('\n'),
		)
	})

	it('lets no name break the table', () => {
		const odd = { ...container('a', []), name: 'a|b' }
		const text = matrixMarkdown(matrixOf({ networks: [], containers: [odd] }, [odd]), {
			...{ corner: '', none: '', itself: '' },
			way: () => '',
		})
		assert.ok(text.includes(String.raw`a\|b`))
	})
})
