import assert from 'node:assert/strict'

import { onlyFolders } from '../../../../src/volumes/archive/onlyFolders.ts'

/** Those that end in a slash are folders. */
function found(...paths: readonly string[]): readonly string[] {
	return onlyFolders(
		new Map(paths.map((path) => (path.endsWith('/') ? [path.slice(0, -1), 'directory\0'] : [path, 'file\0']))),
	)
}

describe('onlyFolders', () => {
	it('go down to where there is more than one thing', () => {
		assert.deepEqual(found('var/lib/pg/', 'var/lib/pg/a', 'var/lib/pg/b/c'), ['var', 'var/lib', 'var/lib/pg'])
		assert.deepEqual(found('var/', 'var/lib/', 'var/lib/a', 'var/lib/b/'), ['var', 'var/lib'])
		assert.deepEqual(found('data/one'), ['data'])
		assert.deepEqual(found('data/'), ['data'])
	})

	it('are none where anything is beside them, or the root is there itself', () => {
		assert.deepEqual(found('a/x', 'b/x'), [])
		assert.deepEqual(found('ab/x', 'a'), [])
		assert.deepEqual(found('file'), [])
		assert.deepEqual(found('/', 'data/', 'data/one'), [])
	})
})
