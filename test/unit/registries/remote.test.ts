import assert from 'node:assert/strict'
import { appended } from '../../../src/registries/remote.ts'

describe('The next page of what a registry holds', () => {
	const add = (items: readonly string[], page: readonly string[]) => appended(items, page, (name) => name)

	it('comes after what is shown already', () => assert.deepEqual(add(['c', 'b'], ['a']), ['c', 'b', 'a']))

	it('has nothing again that a push in between moved onto it', () =>
		assert.deepEqual(add(['c', 'b'], ['b', 'a']), ['c', 'b', 'a']))
})
