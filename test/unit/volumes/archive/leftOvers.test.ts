import assert from 'node:assert/strict'

import { isForgotten } from '../../../../src/volumes/archive/leftOvers.ts'

describe('What was in a volume before a change', () => {
	const now = Date.parse('2026-11-24T21:20:33Z')
	const kept = (isOwnerGone: boolean | undefined, hours: number | undefined) => ({
		isOwnerGone,
		createdAt: hours === undefined ? undefined : new Date(now - hours * 3_600_000),
	})

	it('is told of when whoever changed it is no more, or cannot be seen and has not come back for a day', () => {
		assert.equal(isForgotten(kept(true, 0), now), true)
		assert.equal(isForgotten(kept(false, 100), now), false)
		assert.equal(isForgotten(kept(undefined, 23), now), false)
		assert.equal(isForgotten(kept(undefined, 25), now), true)
		assert.equal(isForgotten(kept(undefined, undefined), now), false)
	})
})
