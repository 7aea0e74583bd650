import assert from 'node:assert/strict'

import { covering, without } from '../../../../src/volumes/data/protectionPatterns.ts'

describe('Names of volumes that are only read', () => {
	it('stand for whole names, “*” for any characters, all else for itself', () => {
		const covers = covering(['shop_*', 'a.b', '*-data'])
		for (const name of ['shop_', 'shop_database', 'a.b', 'x-data']) assert.equal(covers(name), true, name)
		for (const name of ['my_shop_x', 'a_b', 'x-data-2']) assert.equal(covers(name), false, name)
		assert.equal(covering([])('a'), false)
	})

	it('go on to cover the others when one is taken out', () => {
		const volumes = ['shop_database', 'shop_files', 'shop_old', 'notes']
		assert.deepEqual(without('shop_database', ['shop_*', 'notes', '*_old'], volumes), {
			patterns: ['notes', '*_old', 'shop_files'],
			named: ['shop_files'],
			replaced: ['shop_*'],
		})
		assert.deepEqual(without('notes', ['shop_*', 'notes'], volumes), {
			patterns: ['shop_*'],
			named: [],
			replaced: [],
		})
	})
})
