import assert from 'node:assert/strict'

import { sortByName } from '../../../src/engine/naturalOrder.ts'

describe('sortByName', () => {
	const sorted = (names: readonly string[]) => sortByName(names, (name) => name)

	it('orders as people do: by number within names, and whatever the case', () => {
		assert.deepEqual(sorted(['web10', 'Web3', 'web2', 'db', 'web_1', 'Cache']), [
			'Cache',
			'db',
			'web_1',
			'web2',
			'Web3',
			'web10',
		])
	})

	it('puts last what shall be last, in order, too', () => {
		const isLast = (name: string) => name.startsWith('a')
		assert.deepEqual(
			sortByName(['a2', 'c', 'a10', 'b'], (name) => name, isLast),
			['b', 'c', 'a2', 'a10'],
		)
	})

	it('takes what comes once only, and leaves what it was given as it was', () => {
		const names = ['b', 'a']
		assert.deepEqual(sorted(names), ['a', 'b'])
		assert.deepEqual(names, ['b', 'a'])
		assert.deepEqual(
			sortByName(new Set(names).values(), (name) => name),
			['a', 'b'],
		)
	})
})
