import assert from 'node:assert/strict'

import { isAnonymous, nameProblem, presetOptions, shortName } from '../../../src/volumes/volume.ts'

const digits = 'a'.repeat(64)

describe('isAnonymous', () => {
	it('goes by the label, or by 64 hexadecimal digits where an old engine sets none', () => {
		assert.equal(isAnonymous({ name: 'x', labels: { 'com.docker.volume.anonymous': '' } }), true)
		assert.equal(isAnonymous({ name: digits, labels: {} }), true)
		assert.equal(isAnonymous({ name: 'data', labels: {} }), false)
		assert.equal(shortName({ name: digits, labels: {} }), digits.slice(0, 12))
	})
})

describe('nameProblem', () => {
	for (const [name, problem] of [
		['data', undefined],
		['1.a_b-c', undefined],
		['', 'empty'],
		['a', 'short'],
		['-data', 'start'],
		['bad name!', 'character'],
		['데이터', 'start'],
	] as const) {
		it(`${problem ?? 'accepts'}: “${name}”`, () => assert.equal(nameProblem(name), problem))
	}
})

describe('presetOptions', () => {
	it('gives what mount(8) is given', () => {
		assert.deepEqual(presetOptions({ kind: 'tmpfs', size: '64m' }), { type: 'tmpfs', device: 'tmpfs', o: 'size=64m' })
		assert.deepEqual(presetOptions({ kind: 'tmpfs', size: '' }), { type: 'tmpfs', device: 'tmpfs' })
		assert.deepEqual(presetOptions({ kind: 'nfs', server: 'box', path: '/data', flags: 'ro' }), {
			type: 'nfs',
			device: ':/data',
			o: 'addr=box,ro',
		})
		assert.deepEqual(
			presetOptions({ kind: 'cifs', server: 'box', share: '/data', userName: 'alice', password: 'x' })['device'],
			'//box/data',
		)
		assert.deepEqual(presetOptions({ kind: 'folder', path: '/srv' }), { type: 'none', device: '/srv', o: 'bind' })
	})
})
