import assert from 'node:assert/strict'

import { formatPairs, parsePairs } from '../../../src/ui/pairs.ts'

describe('parsePairs', () => {
	for (const [text, pairs] of [
		['', {}],
		['a=1 b=2', { a: '1', b: '2' }],
		['  a=1   b=', { a: '1', b: '' }],
		['keep', { keep: '' }],
		['o="addr=10.0.0.1, rw" type=nfs', { o: 'addr=10.0.0.1, rw', type: 'nfs' }],
		['a=b=c', { a: 'b=c' }],
	] as const) {
		it(`reads ${text || 'nothing'}`, () => {
			assert.deepEqual(parsePairs(text), { pairs })
			assert.deepEqual(parsePairs(formatPairs(pairs)), { pairs })
		})
	}

	for (const [text, wrong] of [
		['=1', '=1'],
		['a=1 b="open', 'b="open'],
	] as const) {
		it(`refuses ${text}`, () => assert.ok('wrong' in parsePairs(text), wrong))
	}
})
