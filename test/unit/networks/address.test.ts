import assert from 'node:assert/strict'
import { contains, freeSubnet, isAddress, overlap, subnetOf, subnetProblem } from '../../../src/networks/address.ts'

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
