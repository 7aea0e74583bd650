import assert from 'node:assert/strict'
import { byWeight, forbidden, wantsAnswer, weighed, type Finding } from '../../../../src/images/preflight/finding.ts'

const secret: Finding = { kind: 'secretVariable', severity: 'blocking', name: 'TOKEN' }
const overwritten: Finding = { kind: 'overwritten', severity: 'warning', tag: '1', before: 'a', after: 'b' }
const root: Finding = { kind: 'runsAsRoot', severity: 'note' }
const onHub: Finding = { kind: 'newRepository', severity: 'note', path: 'alice/app', canChoose: true }
const elsewhere: Finding = { ...onHub, canChoose: false }
const unknown: Finding = { kind: 'unknownRepository', severity: 'warning', path: 'alice/app', message: 'HTTP 503' }

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

	it('let no repository become public that is to be private, or about which nothing was decided', () => {
		assert.ok(wantsAnswer(unknown))
		for (const pushAnyway of [true, false, undefined]) {
			const open = { visibility: undefined, pushAnyway }
			assert.ok(wantsAnswer(weighed(unknown, open), open))
			const toBePublic = { visibility: 'public', pushAnyway } as const
			assert.ok(!wantsAnswer(weighed(unknown, toBePublic), toBePublic))
			assert.deepEqual(forbidden([weighed(unknown, toBePublic)], toBePublic), [])
			const toBePrivate = { visibility: 'private', pushAnyway } as const
			const blocking = weighed(unknown, toBePrivate)
			assert.equal(blocking.severity, 'blocking')
			assert.equal(wantsAnswer(blocking, toBePrivate), pushAnyway === undefined)
			assert.deepEqual(forbidden([blocking], toBePrivate), pushAnyway === undefined ? [] : [blocking])
		}
	})
})
