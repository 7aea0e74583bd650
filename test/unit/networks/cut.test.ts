import assert from 'node:assert/strict'
import type { ContainerRecord, NetworkRecord } from '../../../src/engine/records.ts'
import { cutsOf } from '../../../src/networks/cut.ts'

const network = (name: string, more: Partial<NetworkRecord> = {}): NetworkRecord => ({
	...{ id: `id-${name}`, name, driver: 'bridge', scope: 'local', internal: false, attachable: false, ingress: false },
	...{ ipv6: false, createdAt: undefined, labels: {}, options: {}, ipamDriver: 'default', pools: [] },
	...more,
})

const container = (name: string, ...networkNames: readonly string[]): ContainerRecord => ({
	...{
		id: `id-${name}`,
		name,
		image: 'busybox',
		imageId: '',
		createdAt: new Date(0),
		state: 'running',
		health: undefined,
		exitCode: undefined,
		labels: {},
	},
	...{ networkMode: networkNames[0] ?? 'none', mounts: [], ports: [] },
	endpoints: networkNames.map((networkName) => ({
		...{ networkName, networkId: `id-${networkName}`, ipv4Address: undefined, ipv4PrefixLength: undefined },
		...{ ipv6Address: undefined, ipv6PrefixLength: undefined, macAddress: undefined, aliases: [] },
		...{ ipv4Gateway: undefined, ipv6Gateway: undefined },
	})),
})

describe('cutsOf', () => {
	const front = network('front')
	const back = network('back', { internal: true })
	const silent = network('silent', { options: { 'com.docker.network.bridge.enable_icc': 'false' } })
	const networks = [front, back, silent]
	const api = container('api', 'front')
	const catalog = container('catalog', 'front', 'back')
	const database = container('database', 'back')
	const all = [api, catalog, database]
	const names = (found: readonly ContainerRecord[] | undefined) => found?.map(({ name }) => name)

	it('names whom it can no longer reach, and the way out', () => {
		const [cut] = cutsOf([{ container: catalog, network: front }], all, networks)
		assert.deepEqual(names(cut?.unreachable), ['api'])
		assert.equal(cut?.losesWayOut, true)
		assert.equal(cut.isAlone, false)
	})
	it('loses no way out where there was none', () => {
		const [cut] = cutsOf([{ container: database, network: back }], all, networks)
		assert.deepEqual(names(cut?.unreachable), ['catalog'])
		assert.equal(cut?.losesWayOut, false)
		assert.equal(cut.isAlone, true)
	})
	it('loses nobody whom it meets on another network', () => {
		const other = container('other', 'front', 'back')
		const [cut] = cutsOf([{ container: catalog, network: back }], [other, catalog], networks)
		assert.deepEqual(cut?.unreachable, [])
	})
	it('counts what happens at once', () => {
		const other = container('other', 'front', 'back')
		const leaving = [
			{ container: catalog, network: back },
			{ container: other, network: front },
		]
		const cuts = cutsOf(leaving, [other, catalog], networks)
		assert.deepEqual(
			cuts.map(({ unreachable }) => names(unreachable)),
			[['other'], ['catalog']],
		)
	})
	it('is one for a container that leaves several', () => {
		const leaving = [front, back].map((each) => ({ container: catalog, network: each }))
		const [cut, ...more] = cutsOf(leaving, all, networks)
		assert.deepEqual(more, [])
		assert.deepEqual(names(cut?.unreachable), ['api', 'database'])
		assert.equal(cut?.isAlone, true)
	})
	it('loses nobody on a network whose containers are kept apart', () => {
		const [one, two] = [container('one', 'silent'), container('two', 'silent')]
		const [cut] = cutsOf([{ container: one, network: silent }], [one, two], networks)
		assert.deepEqual(cut?.unreachable, [])
		assert.equal(cut?.losesWayOut, true)
		const hidden = network('hidden', { driver: 'ipvlan', options: { ipvlan_flag: 'private', parent: 'eth0' } })
		const [three, four] = [container('three', 'hidden'), container('four', 'hidden')]
		const [other] = cutsOf([{ container: three, network: hidden }], [three, four], [hidden])
		assert.deepEqual([other?.unreachable, other?.losesWayOut], [[], true])
	})
	it('is another for each container that shares the sandbox', () => {
		const vpn = container('vpn', 'front')
		const torrent = { ...container('torrent'), networkMode: `container:${vpn.id}` }
		const proxy = container('proxy', 'front')
		const cuts = cutsOf([{ container: vpn, network: front }], [torrent, proxy, vpn], networks)
		assert.deepEqual(
			cuts.map((cut) => [cut.container.name, cut.sandboxOf, names(cut.unreachable), cut.losesWayOut, cut.isAlone]),
			[
				['vpn', undefined, ['proxy'], true, true],
				['torrent', 'vpn', ['proxy'], true, true],
			],
		)
		const [cut] = cutsOf([{ container: proxy, network: front }], [torrent, proxy, vpn], networks)
		assert.deepEqual(names(cut?.unreachable), ['torrent', 'vpn'])
	})
})
