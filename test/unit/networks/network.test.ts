import assert from 'node:assert/strict'

import { inOrder } from '../../../src/networks/network.ts'
import { network } from './models.ts'

describe('Networks in order', () => {
	it('are one’s own by name, then the engine’s; those of one name stay where they are', () => {
		const networks = [
			network('bridge'),
			network('web10'),
			network('web2', { id: 'b' }),
			network('web2', { id: 'c' }),
			network('web2', { id: 'a' }),
		]
		const ids = ['a', 'b', 'c', 'id-web10', 'id-bridge']
		for (const each of [networks, networks.toReversed()])
			assert.deepEqual(
				inOrder(each).map(({ id }) => id),
				ids,
			)
	})
})
