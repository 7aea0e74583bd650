import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

describe('prerequisites', () => {
	it('says what is installed and how large it is at most, and shows how that goes', async () => {
		// Nothing but what installs can be found in it.
		const folder = await mkdtemp(join(tmpdir(), 'longshore-programs-'))
		try {
			await writeFile(join(folder, 'apt-get'), '#!/bin/sh\necho "apt-get $*"\n', { mode: 0o755 })
			const script = `import { prepare } from './prerequisites.ts'; await prepare('engine', 'images', 'browser')`
			const words = ['--input-type=module', '--eval', script]
			const options = { cwd: import.meta.dirname, env: { ...process.env, PATH: folder } }
			const { stdout } = await promisify(execFile)(process.execPath, words, options)
			assert.match(stdout, /^Installing .*openssh-client, chromium\b.*: up to \d+ MB/)
			assert.match(stdout, /^apt-get install .* openssh-client chromium\b/m)
		} finally {
			await rm(folder, { recursive: true })
		}
	})
})
