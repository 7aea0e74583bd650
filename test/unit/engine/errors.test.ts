import assert from 'node:assert/strict'

import { agree } from '../../../src/engine/engine.ts'
import { EngineError, toEngineError } from '../../../src/engine/errors.ts'

function thrown(message: string, facts: object): Error {
	return Object.assign(new Error(message), facts)
}

describe('toEngineError', () => {
	for (const [name, error, reason] of [
		['a socket that is not there', thrown('x', { code: 'ENOENT' }), 'unreachable'],
		['a socket that one may not use', thrown('x', { code: 'EACCES' }), 'denied'],
		['a certificate of nobody known', thrown('x', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }), 'certificate'],
		['TLS with what speaks none', thrown('x', { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }), 'certificate'],
		['a full disk', thrown('x', { code: 'ENOSPC' }), 'noSpace'],
		[
			'what fetch hides in a cause',
			new TypeError('fetch failed', { cause: thrown('x', { code: 'ECONNREFUSED' }) }),
			'unreachable',
		],
		['what was aborted', new DOMException('x', 'AbortError'), 'cancelled'],
		['what a clock aborted', new DOMException('x', 'TimeoutError'), 'timeout'],
		[
			'what a clock aborted in Node’s words',
			Object.assign(new Error('x', { cause: new DOMException('y', 'TimeoutError') }), { name: 'AbortError' }),
			'timeout',
		],
		['status 404', thrown('x', { statusCode: 404 }), 'notFound'],
		['status 409', thrown('x', { statusCode: 409 }), 'conflict'],
		['status 418', thrown('x', { statusCode: 418 }), 'unexpected'],
		['no error at all', 'x', 'unexpected'],
	] as const) {
		it(`knows ${name}`, () => assert.equal(toEngineError(error).reason, reason))
	}

	it('takes the engine’s own words', () => {
		const error = toEngineError(
			thrown('(HTTP code 409) conflict - volume is in use ', {
				statusCode: 409,
				json: { message: 'volume is in use' },
			}),
		)
		assert.equal(error.message, 'volume is in use')
		const bare = toEngineError(thrown('(HTTP code 500) server error - no space ', { statusCode: 500 }))
		assert.equal(bare.message, 'no space')
	})

	it('leaves alone what is one already', () => {
		const error = new EngineError('inUse', 'x')
		assert.equal(toEngineError(error), error)
	})
})

describe('agree', () => {
	for (const [offered, oldest, agreed] of [
		['1.41', '1.12', '1.41'],
		['1.45', '1.24', '1.45'],
		['1.60', '1.44', '1.52'],
		['1.52', '1.44', '1.52'],
	] as const) {
		it(`speaks ${agreed} with an engine of ${oldest} to ${offered}`, () => assert.equal(agree(offered, oldest), agreed))
	}

	for (const [offered, oldest] of [
		['1.40', '1.12'],
		['1.9', '1.1'],
		['1.70', '1.60'],
	] as const) {
		it(`refuses an engine of ${oldest} to ${offered}`, () => {
			assert.throws(
				() => agree(offered, oldest),
				(error) => error instanceof EngineError && error.reason === 'unsupported',
			)
		})
	}
})
