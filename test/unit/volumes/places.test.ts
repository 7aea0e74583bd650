import assert from 'node:assert/strict'

import { isWithin, outermost } from '../../../src/volumes/places.ts'

const place = (path: string, volumeName = 'data') => ({ volumeName, path })

describe('Places in volumes', () => {
	it('are within themselves, folders above, and the root; not within what only begins alike', () => {
		assert.equal(isWithin(place('/a'), place('/a')), true)
		assert.equal(isWithin(place('/a/b/c'), place('/a')), true)
		assert.equal(isWithin(place('/a'), place('/')), true)
		assert.equal(isWithin(place('/ab'), place('/a')), false)
		assert.equal(isWithin(place('/a'), place('/a/b')), false)
		assert.equal(isWithin(place('/a/b', 'other'), place('/a')), false)
	})

	it('that are inside of another one of them go with it', () => {
		const chosen = [place('/a/b'), place('/a'), place('/ab'), place('/a/b', 'other')]
		assert.deepEqual(outermost(chosen), chosen.slice(1))
		assert.deepEqual(outermost([place('/'), place('/a')]), [place('/')])
	})
})
