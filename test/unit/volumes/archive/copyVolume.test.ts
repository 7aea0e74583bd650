import assert from 'node:assert/strict'

import { decodeVolume } from '../../../../src/engine/decode.ts'
import { copySpecification } from '../../../../src/volumes/archive/copyVolume.ts'
import { keptLabels } from '../../../../src/volumes/archive/keptVolume.ts'

describe('copySpecification', () => {
	it('makes of what is kept for another volume one that nobody takes for that, and removes', () => {
		const kept = decodeVolume({
			Name: 'notes-before-1',
			Driver: 'local',
			Labels: { mine: '1', ...keptLabels('notes') },
		})
		const { labels } = copySpecification(kept, 'rescued')
		assert.equal(labels['mine'], '1')
		assert.ok(!('longshore.rollback' in labels))
	})
})
