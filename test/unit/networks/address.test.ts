import assert from 'node:assert/strict'
import {
	compareAddresses,
	contains,
	firstAddress,
	freeSubnet,
	freeUniqueLocalSubnet,
	isAddress,
	isLinkLocal,
	isReserved,
	isSameAddress,
	isWithin,
	overlap,
	subnetOf,
	subnetProblem,
} from '../../../src/networks/address.ts'

describe('subnetProblem', () => {
	for (const [text, problem] of [
		['172.20.0.0/16', undefined],
		['10.0.0.0/8', undefined],
		['10.0.0.4/30', undefined],
		['fd00:1::/64', undefined],
		['172.20.0.1/16', 'hostBits'],
		['fd00:1::5/64', 'hostBits'],
		['10.0.0.0/31', 'tooSmall'],
		['fd00::/127', 'tooSmall'],
		['172.20.0.0', 'syntax'],
		['172.20/16', 'syntax'],
		['172.20.0.0/33', 'syntax'],
		['300.1.1.0/24', 'syntax'],
		['', 'syntax'],
	] as const) {
		it(`${text || '(empty)'}: ${problem ?? 'fine'}`, () => assert.equal(subnetProblem(text), problem))
	}
})

describe('subnetOf', () => {
	it('clears the bits of the host', () => {
		assert.equal(subnetOf('172.20.5.1/20'), '172.20.0.0/20')
		assert.equal(subnetOf('10.1.2.3/32'), '10.1.2.3/32')
		assert.equal(subnetOf('fd00:1::5/64'), 'fd00:1::/64')
	})
})

describe('contains', () => {
	it('compares only the bits of the network', () => {
		assert.equal(contains('172.20.0.0/16', '172.20.255.1'), true)
		assert.equal(contains('172.20.0.0/16', '172.21.0.1'), false)
		assert.equal(contains('fd00::/64', 'fd00::1'), true)
	})
	it('never mixes the versions', () => assert.equal(contains('0.0.0.0/0', '::1'), false))
})

describe('overlap', () => {
	it('finds one inside of the other, whichever is larger', () => {
		assert.equal(overlap('172.16.0.0/12', '172.20.0.0/16'), true)
		assert.equal(overlap('172.20.0.0/16', '172.16.0.0/12'), true)
		assert.equal(overlap('172.20.0.0/16', '172.21.0.0/16'), false)
		assert.equal(overlap('172.20.0.0/16', 'fd00::/8'), false)
	})
})

describe('freeSubnet', () => {
	it('is the first that nothing overlaps', () => {
		assert.equal(freeSubnet([]), '172.18.0.0/16')
		assert.equal(freeSubnet(['172.18.0.0/16', '172.19.5.0/24']), '172.20.0.0/16')
	})
	it('goes on with the smaller ones', () => assert.equal(freeSubnet(['172.16.0.0/12']), '192.168.0.0/20'))
	it('goes on elsewhere, behind a network that has these', () => {
		assert.equal(freeSubnet(['172.16.0.0/12', '192.168.0.0/16', '10.0.0.0/16']), '10.1.0.0/16')
	})
	it('is none where all is taken', () => assert.equal(freeSubnet(['0.0.0.0/0']), undefined))
})

describe('isAddress', () => {
	it('reads only what the engine reads', () => {
		assert.equal(isAddress('10.0.0.1'), true)
		assert.equal(isAddress('10.1'), false)
		assert.equal(isAddress('0x0a000001'), false)
		assert.equal(isAddress('fd00::1'), true)
	})
})

describe('isWithin', () => {
	it('takes a part of a subnet, and the whole', () => {
		assert.equal(isWithin('10.1.0.0/16', '10.1.128.0/17'), true)
		assert.equal(isWithin('10.1.0.0/16', '10.1.0.0/16'), true)
		assert.equal(isWithin('fd00::/64', 'fd00::8000:0:0:0/65'), true)
	})
	it('refuses what is larger, elsewhere or of the other version', () => {
		assert.equal(isWithin('10.1.0.0/16', '10.0.0.0/8'), false)
		assert.equal(isWithin('10.1.0.0/16', '10.2.0.0/24'), false)
		assert.equal(isWithin('0.0.0.0/0', 'fd00::/64'), false)
		assert.equal(isWithin('10.1.0.0/16', 'nonsense'), false)
	})
})

describe('isSameAddress', () => {
	it('reads what is written in different ways', () => {
		assert.equal(isSameAddress('fd00::1', 'FD00:0:0::0001'), true)
		assert.equal(isSameAddress('fd00::1', 'fd00::2'), false)
		assert.equal(isSameAddress('', ''), false)
	})
})

describe('isReserved', () => {
	for (const [subnet, address, reserved] of [
		['10.1.0.0/16', '10.1.0.0', true],
		['10.1.0.0/16', '10.1.255.255', true],
		['10.1.0.0/16', '10.1.0.255', false],
		['10.1.0.64/26', '10.1.0.127', true],
		['10.1.0.64/26', '10.1.0.64', true],
		['10.1.0.64/26', '10.1.0.65', false],
		['10.1.0.0/16', '10.2.0.0', false],
		['fd00::/64', 'fd00::', true],
		['fd00::/64', 'fd00::ffff:ffff:ffff:ffff', false],
	] as const) {
		it(`${address} in ${subnet}: ${reserved}`, () => assert.equal(isReserved(subnet, address), reserved))
	}
})

describe('firstAddress', () => {
	it('follows the network’s own', () => {
		assert.equal(firstAddress('10.1.0.64/26'), '10.1.0.65')
		assert.equal(firstAddress('fd00:1::/64'), 'fd00:1::1')
		assert.equal(firstAddress('nonsense'), undefined)
	})
})

describe('isLinkLocal', () => {
	it('knows both versions', () => {
		assert.equal(isLinkLocal('169.254.3.4'), true)
		assert.equal(isLinkLocal('fe80::1'), true)
		assert.equal(isLinkLocal('febf::1'), true)
		assert.equal(isLinkLocal('fec0::1'), false)
		assert.equal(isLinkLocal('10.0.0.1'), false)
	})
})

describe('compareAddresses', () => {
	it('goes by value, not by text; unknown ones first, IPv6 last', () => {
		const addresses = ['fd00::1', '10.0.0.10', '', '10.0.0.9', '9.255.0.0']
		assert.deepEqual(addresses.sort(compareAddresses), ['', '9.255.0.0', '10.0.0.9', '10.0.0.10', 'fd00::1'])
	})
})

describe('freeUniqueLocalSubnet', () => {
	it('is for local use, by the random bytes', () => {
		const subnet = freeUniqueLocalSubnet([], () => new Uint8Array([0x12, 0x34, 0x56, 0x78, 0x9a]))
		assert.equal(subnet, 'fd12:3456:789a::/64')
		assert.equal(subnetProblem(subnet), undefined)
	})
	it('tries again where one is taken', () => {
		const tries = [
			[0, 0, 0, 0, 1],
			[1, 0, 0, 0, 1],
		]
		const subnet = freeUniqueLocalSubnet(['fd00::/16'], () => new Uint8Array(tries.shift() ?? []))
		assert.equal(subnet, 'fd01:0:1::/64')
	})
	it('is none where all is taken', () => {
		assert.equal(
			freeUniqueLocalSubnet(['fd00::/8'], () => new Uint8Array(5)),
			undefined,
		)
	})
})
