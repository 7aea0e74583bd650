import assert from 'node:assert/strict'

import { Uses } from '../../../src/containers/uses.ts'
import type { ContainerRecord } from '../../../src/engine/records.ts'

function container(id: string, imageId: string): ContainerRecord {
	return {
		...{
			id,
			imageId,
			name: id,
			image: imageId,
			createdAt: new Date(0),
			state: 'running',
			health: undefined,
			exitCode: undefined,
			labels: {},
		},
		...{ networkMode: 'bridge', mounts: [], endpoints: [], ports: [] },
	}
}

describe('Uses', () => {
	it('knows who uses what, and what a change touches', () => {
		const uses = new Uses(({ imageId }) => [imageId])
		const containers = new Map([['c1', container('c1', 'one')]])
		uses.reset(containers)
		assert.deepEqual(uses.of('one'), new Set(['c1']))
		containers.set('c1', container('c1', 'two'))
		assert.deepEqual(uses.update(containers, ['c1']), new Set(['one', 'two']))
		assert.deepEqual(uses.of('one'), new Set())
		assert.deepEqual(uses.of('two'), new Set(['c1']))
		containers.delete('c1')
		assert.deepEqual(uses.update(containers, ['c1']), new Set(['two']))
		assert.deepEqual(uses.of('two'), new Set())
	})
})
