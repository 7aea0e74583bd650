import assert from 'node:assert/strict'

import { checkRules } from '../../../src/networks/isolation/check.ts'
import { draftRules } from '../../../src/networks/isolation/draft.ts'
import { parseRules } from '../../../src/networks/isolation/rules.ts'
import { shop } from './models.ts'

describe('A draft', () => {
	it('says what is so, and so holds', async () => {
		const text = draftRules(shop(), 'shop')
		const file = await parseRules(text)
		assert.deepEqual(
			file.rules.map(({ kind, from, to }) => `${kind} ${from} ${to}`),
			['must api catalog', 'must catalog db', 'never api db'],
		)
		assert.deepEqual(
			checkRules(shop(), file).map(({ holds }) => holds),
			[true, true, true],
		)
	})

	it('names its project, whatever that is named', async () => {
		for (const name of ['shop', '2024', '1e3', 'null', 'true']) {
			const { project, problems } = await parseRules(draftRules(shop(), name))
			assert.deepEqual([project, problems], [name, []])
		}
	})
})
