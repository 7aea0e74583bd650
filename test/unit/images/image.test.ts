import assert from 'node:assert/strict'
import type { ImageRecord } from '../../../src/engine/records.ts'
import {
	byRepository,
	holderOf,
	isDangling,
	removable,
	repositoryOf,
	shortId,
	tagOf,
} from '../../../src/images/image.ts'

function image(id: string, tags: readonly string[], digests: readonly string[] = [], created = 0): ImageRecord {
	return { id, tags, digests, createdAt: new Date(created), size: 1, labels: {} }
}

describe('byRepository', () => {
	it('groups by name, newest tag first, repositories in order', () => {
		const old = image('a', ['app:1', 'zebra:1'], [], 1)
		const recent = image('b', ['app:2'], [], 2)
		const grouped = [...byRepository([old, recent])].map(([name, named]) => [name, named.map((each) => each.reference)])
		assert.deepEqual(grouped, [
			['app', ['app:2', 'app:1']],
			['zebra', ['zebra:1']],
		])
	})

	it('puts an image that has only a digest under its repository', () => {
		const pulled = image('a', [], ['localhost:5000/app@sha256:12'])
		assert.deepEqual([...byRepository([pulled]).keys()], ['localhost:5000/app'])
		assert.equal(isDangling(pulled), false)
	})
})

describe('names of images', () => {
	it('tells the port from the tag', () => {
		assert.equal(repositoryOf('localhost:5000/app:1'), 'localhost:5000/app')
		assert.equal(tagOf('localhost:5000/app:1'), '1')
		assert.equal(repositoryOf('localhost:5000/app'), 'localhost:5000/app')
	})
	it('cuts an id to twelve digits', () => assert.equal(shortId('sha256:0123456789abcdef'), '0123456789ab'))
	it('knows what nothing names', () => assert.equal(isDangling(image('a', [])), true))
})

describe('what deletes an image as it was seen', () => {
	const seen = image('a', ['app:1', 'app:latest'])
	it('are its names', () => assert.deepEqual(removable(seen, seen), ['app:1', 'app:latest']))
	it('leaves out a name that another image has now', () =>
		assert.deepEqual(removable(seen, image('a', ['app:1'])), ['app:1']))
	it('is nothing once it is gone', () => assert.deepEqual(removable(seen, undefined), []))
	it('is its id where it had no name, and got none since', () => {
		assert.deepEqual(removable(image('a', []), image('a', [])), ['a'])
		assert.deepEqual(removable(image('a', []), image('a', ['app:2'])), [])
	})
})

describe('holderOf', () => {
	const images = [image('a', ['app:1'], ['app@sha256:12']), image('b', ['app:2', 'shop/app:1'])]
	it('finds the image that has a tag', () => assert.equal(holderOf(images, 'shop/app:1')?.id, 'b'))
	it('finds none by part of a name, or by a digest', () => {
		assert.equal(holderOf(images, 'app:3'), undefined)
		assert.equal(holderOf(images, 'app@sha256:12'), undefined)
	})
})
