import assert from 'node:assert/strict'
import { driverOptions, endpointOptions, isOptionValue, optionsFor } from '../../../src/networks/driverOptions.ts'

const named = (key: string) => {
	const option = [...driverOptions, ...endpointOptions].find((each) => each.key.endsWith(key))
	assert.ok(option, key)
	return option
}

describe('optionsFor', () => {
	it('offers what the driver understands', () => {
		const keys = optionsFor(driverOptions, 'macvlan', '1.41').map(({ key }) => key)
		assert.deepEqual(keys, ['macvlan_mode'])
	})
	it('leaves out what came later than the engine', () => {
		const has = (apiVersion: string) =>
			optionsFor(driverOptions, 'bridge', apiVersion).some(({ key }) => key.endsWith('gateway_mode_ipv4'))
		assert.equal(has('1.41'), false)
		assert.equal(has('1.46'), true)
	})
	it('knows none of a plug-in’s', () => assert.deepEqual(optionsFor(driverOptions, 'weave', '1.50'), []))
})

describe('isOptionValue', () => {
	for (const [key, good, bad] of [
		['bridge.name', 'shop0', 'a name that is long'],
		['bridge.name', '123456789012345', '1234567890123456'],
		['enable_icc', 'false', 'no'],
		['host_binding_ipv4', '127.0.0.1', '::1'],
		['trusted_host_interfaces', 'vxlan.1:eth3', 'eth3,eth4 x'],
		['driver.mtu', '1400', '67'],
		['driver.mtu', '65535', '65536'],
		['driver.mtu', '9000', '1400.5'],
		['ipvlan_mode', 'l3s', 'l4'],
		['vxlanid_list', '4097,4098', '4097;4098'],
		['endpoint.sysctls', 'net.ipv4.conf.IFNAME.log_martians=1', 'net.ipv4.ip_forward=1'],
		['endpoint.ifname', 'front0', 'front/0'],
	] as const) {
		it(`${key}: ${good}, not ${bad}`, () => {
			assert.equal(isOptionValue(named(key), good), true)
			assert.equal(isOptionValue(named(key), bad), false)
		})
	}
	it('has a fitting example and standard for each', () => {
		for (const option of [...driverOptions, ...endpointOptions]) {
			const { key, value, standard } = option
			if (value.kind === 'text') assert.equal(value.fits(value.example), true, key)
			else assert.equal(value.values.includes(standard), true, key)
		}
	})
})
