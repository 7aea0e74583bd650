import assert from 'node:assert/strict'

import { Failure } from '../../src/ui/failure.ts'
import { placesOf } from '../../src/volumes/commands/chooseEntries.ts'
import { dataFailure } from '../../src/volumes/data/dataMessage.ts'
import { DataError, exits, type Exit } from '../../src/volumes/data/shellFailure.ts'
import { entryNode } from '../../src/volumes/node.ts'

const facts = { kind: 'file', isLink: false, size: 0, modified: 0, changed: 0, mode: 0, owner: 0, group: 0 } as const

describe('What commands on entries of volumes say', () => {
	const entry = (name: string, undecodable?: string) => entryNode('data', '/', { name, undecodable, ...facts })

	it('is why an entry can be seen and nothing more, where its name is not UTF-8', () => {
		assert.deepEqual(placesOf([entry('a'), entry('b')]), [
			{ volumeName: 'data', path: '/a' },
			{ volumeName: 'data', path: '/b' },
		])
		assert.throws(() => placesOf([entry('a'), entry('b\uFFFD', '62ff')]), /not valid UTF-8/)
	})

	it('is a sentence of its own for all that files refuse', () => {
		const sentences = Object.keys(exits).map((exit) => {
			const failure = dataFailure(new DataError(exit as Exit))
			return failure instanceof Failure ? failure.message : assert.fail(exit)
		})
		assert.equal(new Set(sentences).size, Object.keys(exits).length)
		const other = new Error('x')
		assert.equal(dataFailure(other), other)
	})
})
