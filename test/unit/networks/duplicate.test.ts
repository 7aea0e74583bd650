import assert from 'node:assert/strict'
import { duplicateOf, freeName } from '../../../src/networks/network.ts'

describe('duplicateOf', () => {
	const original = {
		...{ name: 'shop', driver: 'bridge', internal: true, attachable: false, ipv6: true },
		subnets: [
			{ subnet: '10.1.0.0/24', gateway: '10.1.0.9', ipRange: '10.1.0.128/25' },
			{ subnet: 'fd00:1::/64', gateway: undefined },
		],
		options: {
			'com.docker.network.bridge.name': 'shop0',
			'com.docker.network.bridge.default_bridge': 'true',
			'com.docker.network.driver.overlay.vxlanid_list': '4097',
			'com.docker.network.driver.mtu': '1400',
		},
		labels: { 'com.docker.compose.project': 'shop', purpose: 'test' },
	}
	const copy = duplicateOf(original, 'shop_2', (subnet) => (subnet.includes(':') ? undefined : '10.2.0.0/24'))

	it('keeps what it shall be', () => {
		assert.equal(copy.name, 'shop_2')
		assert.equal(copy.internal, true)
		assert.equal(copy.options['com.docker.network.driver.mtu'], '1400')
		assert.equal(copy.labels['purpose'], 'test')
	})
	it('leaves out what only one can have', () => {
		assert.deepEqual(Object.keys(copy.options), ['com.docker.network.driver.mtu'])
		assert.deepEqual(Object.keys(copy.labels), ['purpose'])
		assert.deepEqual(copy.subnets, [{ subnet: '10.2.0.0/24', gateway: undefined }])
	})
})

describe('freeName', () => {
	it('counts on until nobody has it', () => {
		assert.equal(
			freeName('shop', () => false),
			'shop_2',
		)
		assert.equal(
			freeName('shop', (name) => ['shop_2', 'shop_3'].includes(name)),
			'shop_4',
		)
	})
})
