import assert from 'node:assert/strict'
import { isPossibleParent, parseIPv6Routes, parseRoutes, subnetOfInterface } from '../../../src/networks/host.ts'

describe('parseRoutes', () => {
	it('reads /proc/net/route, without the way to everywhere', () => {
		const text = [
			'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
			'eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0',
			'eth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0',
			'tun0\t0000000A\t00000000\t0001\t0\t0\t0\t000000FF\t0\t0\t0',
			'',
		].join('\n')
		assert.deepEqual(parseRoutes(text), [
			{ subnet: '172.17.0.0/16', interfaceName: 'eth0' },
			{ subnet: '10.0.0.0/8', interfaceName: 'tun0' },
		])
	})
	it('reads nothing from nothing', () => assert.deepEqual(parseRoutes(''), []))
})

describe('parseIPv6Routes', () => {
	it('reads /proc/net/ipv6_route, without link-local, multicast, single addresses and the way to everywhere', () => {
		const zero = '0'.repeat(32)
		const row = (destination: string, length: string, name: string) =>
			`${destination} ${length} ${zero} 00 ${zero} 00000100 00000001 00000000 00000001 ${name.padStart(8)}`
		const text = [
			row('fd120000000000000000000000000000', '30', 'eth0'),
			row('fe800000000000000000000000000000', '40', 'eth0'),
			row('ff000000000000000000000000000000', '08', 'eth0'),
			row('fd120000000000000000000000000005', '80', 'lo'),
			row(zero, '00', 'eth0'),
		].join('\n')
		assert.deepEqual(parseIPv6Routes(text), [{ subnet: 'fd12::/48', interfaceName: 'eth0' }])
	})
})

describe('isPossibleParent', () => {
	it('leaves out what Docker made', () => {
		for (const name of ['lo', 'veth1a2b3c', 'br-0123456789ab', 'docker0', 'docker_gwbridge', 'dm-0123456789ab']) {
			assert.equal(isPossibleParent(name), false, name)
		}
		for (const name of ['eth0', 'enp3s0', 'wlan0', 'br-lan', 'eth0.50', 'bond0']) {
			assert.equal(isPossibleParent(name), true, name)
		}
	})
})

describe('subnetOfInterface', () => {
	const host = { interfaces: [{ name: 'eth0', subnets: ['fd12::/64', '10.9.0.0/24', '10.1.0.0/24'] }], routes: [] }
	it('is of the version that is asked for', () => {
		assert.equal(subnetOfInterface(host, 'eth0', 4), '10.9.0.0/24')
		assert.equal(subnetOfInterface(host, 'eth0', 6), 'fd12::/64')
		assert.equal(subnetOfInterface(host, 'eth1', 4), undefined)
		assert.equal(subnetOfInterface(undefined, 'eth0', 4), undefined)
	})
})
