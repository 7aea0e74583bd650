import assert from 'node:assert/strict'
import { byWeight, forbidden, wantsAnswer, type Finding } from '../../../../src/images/preflight/finding.ts'

const secret: Finding = { kind: 'secretVariable', severity: 'blocking', name: 'TOKEN' }
const overwritten: Finding = { kind: 'overwritten', severity: 'warning', tag: '1', before: 'a', after: 'b' }
const root: Finding = { kind: 'runsAsRoot', severity: 'note' }
const onHub: Finding = { kind: 'newRepository', severity: 'note', path: 'alice/app', canChoose: true }
const elsewhere: Finding = { ...onHub, canChoose: false }

describe('findings before a push', () => {
	it('come with the heaviest first', () => {
		assert.deepEqual(byWeight([root, overwritten, secret]), [secret, overwritten, root])
	})

	it('are asked about unless they are only worth a note', () => {
		assert.deepEqual(
			[secret, overwritten, root, onHub].map((finding) => wantsAnswer(finding)),
			[true, true, false, true],
		)
	})

	it('need no question in a task that says all', () => {
		const decided = { visibility: 'private', pushAnyway: false } as const
		for (const finding of [secret, overwritten, root, onHub, elsewhere]) assert.ok(!wantsAnswer(finding, decided))
		assert.deepEqual(forbidden([root, secret, overwritten], decided), [secret])
		assert.deepEqual(forbidden([secret], { ...decided, pushAnyway: true }), [])
	})

	it('are asked about in a task that leaves something open', () => {
		const open = { visibility: undefined, pushAnyway: undefined }
		assert.deepEqual(
			[secret, overwritten, onHub, elsewhere].map((finding) => wantsAnswer(finding, open)),
			[true, false, true, false],
		)
	})
})
