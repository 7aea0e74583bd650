import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { fitsLocally, madeAnew } from '../../../src/volumes/data/localName.ts'

describe('Names of files on this machine', () => {
	const odd = [
		'..\\..\\Startup\\evil.bat',
		'a\\b',
		'note:stream',
		'a?',
		'a*',
		'<a>',
		'a|b',
		'say "a"',
		'new\nline',
		'dot.',
		'space ',
		'...',
		'nul',
		'Con.txt',
		'COM1',
	]

	for (const name of odd) {
		it(`can be ${JSON.stringify(name)}, but on Windows`, () => {
			assert.equal(fitsLocally(name, 'win32'), false)
			assert.equal(fitsLocally(name, 'linux'), true)
			assert.equal(fitsLocally(name, 'darwin'), true)
		})
	}

	for (const name of ['server.conf', '.hidden', 'a b', '파일', 'console', 'com', 'nullable.txt', "it's"]) {
		it(`can be ${JSON.stringify(name)} everywhere`, () => assert.equal(fitsLocally(name, 'win32'), true))
	}

	it('are left to what has them', async () => {
		assert.equal(await madeAnew(() => mkdir(tmpdir())), false)
		assert.equal(await madeAnew(() => Promise.resolve()), true)
		await assert.rejects(
			madeAnew(() => mkdir(join(tmpdir(), 'longshore-nothing', 'deeper'))),
			/ENOENT/,
		)
	})
})
