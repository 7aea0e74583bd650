import assert from 'node:assert/strict'

import { welcomeOf } from '../../../src/connection/welcome.ts'
import { EngineError } from '../../../src/engine/errors.ts'

describe('welcomeOf', () => {
	it('waits while no engine was found yet', () => {
		assert.equal(welcomeOf({ kind: 'idle' }), 'connecting')
		assert.equal(welcomeOf({ kind: 'connecting' }), 'connecting')
	})

	for (const [reason, welcome] of [
		['unreachable', 'none'],
		['timeout', 'none'],
		['notFound', 'none'],
		['denied', 'denied'],
		['certificate', 'certificate'],
		['unsupported', 'unsupported'],
		['invalid', 'invalid'],
		['unexpected', 'failed'],
	] as const) {
		it(`says “${welcome}” where the reason is “${reason}”`, () => {
			assert.equal(welcomeOf({ kind: 'failed', error: new EngineError(reason, 'x'), endpoint: undefined }), welcome)
		})
	}

	for (const [reason, status] of [
		['denied', 403],
		['invalid', 400],
		['unsupported', 501],
	] as const) {
		it(`does not take status ${status} for what is amiss on this machine`, () => {
			const error = new EngineError(reason, 'x', { status })
			assert.equal(welcomeOf({ kind: 'failed', error, endpoint: undefined }), 'failed')
		})
	}
})
