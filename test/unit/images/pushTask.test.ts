import assert from 'node:assert/strict'
import { accountOf, readPushTask } from '../../../src/images/pushes/pushTaskDefinition.ts'
import { familiarReference, isReferenceError, parseReference } from '../../../src/images/reference.ts'
import type { Account } from '../../../src/registries/account.ts'

function account(registry: string, userName: string): Account {
	return { id: `${registry}/${userName}`, registry, userName, origin: 'editor' }
}

describe('a task that pushes', () => {
	it('pushes an image under its own name, or under others', () => {
		const own = readPushTask({ type: 'longshore: push', image: 'alice/app:1' })
		assert.ok(typeof own === 'object')
		assert.deepEqual(own.references.map(familiarReference), ['alice/app:1'])
		const others = readPushTask({ image: 'app', as: ['alice/app:1', 'localhost:5000/app:1'], visibility: 'private' })
		assert.ok(typeof others === 'object')
		assert.deepEqual(others.references.map(familiarReference), ['alice/app:1', 'localhost:5000/app:1'])
		assert.equal(others.visibility, 'private')
	})

	it('says what is wrong with it', () => {
		for (const [definition, problem] of [
			[{}, /^image/],
			[{ image: ' ' }, /empty/],
			[{ image: 'app', as: [] }, /“as” is empty/],
			[{ image: 'app', as: 'Alice/App' }, /uppercase/],
			[{ image: 'app', as: `a/b@sha256:${'0'.repeat(64)}` }, /digest/],
			[{ image: 'app', visibility: 'secret' }, /^visibility/],
		] as const) {
			const task = readPushTask(definition)
			assert.ok(typeof task === 'string')
			assert.match(task, problem)
		}
	})

	it('knows whose name it goes under, or asks to be told', () => {
		const reference = parseReference('alice/app:1')
		assert.ok(!isReferenceError(reference))
		const alice = account('docker.io', 'alice')
		const bob = account('docker.io', 'bob')
		assert.equal(accountOf({ account: undefined }, reference, [bob, alice]), alice)
		assert.equal(accountOf({ account: 'bob' }, reference, [bob, alice]), bob)
		assert.equal(accountOf({ account: undefined }, reference, [bob]), bob)
		assert.equal(accountOf({ account: undefined }, reference, [account('ghcr.io', 'alice')]), undefined)
		const stranger = accountOf({ account: 'carol' }, reference, [bob])
		assert.ok(typeof stranger === 'string' && stranger.includes('not signed in'))
		const unclear = accountOf({ account: undefined }, reference, [bob, account('docker.io', 'carol')])
		assert.ok(typeof unclear === 'string' && unclear.startsWith('Several'))
	})
})
