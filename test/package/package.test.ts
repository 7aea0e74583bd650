import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { listFiles, PackageManager } from '@vscode/vsce'

import { activationBytes } from '../support/bundle.ts'

const allowed = [
	/^dist\/(extension|topology|parts\/[\w-]+)\.js$/,
	/^media\/(icon\.png|longshore\.svg|topology\.css|isolation\.schema\.json|walkthrough\/\w+\.md)$/,
	/^l10n\/bundle\.l10n\.ko\.json$/,
	/^package(\.nls(\.ko)?)?\.json$/,
	/^(README\.md|CHANGELOG\.md|LICENSE)$/,
]

describe('the package', function () {
	this.timeout(120_000)
	let folder: string
	let archive: string

	before(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'longshore-'))
		archive = path.join(folder, 'longshore.vsix')
		execFileSync('npm', ['run', 'package', '--', '--out', archive], { stdio: 'pipe' })
	})

	after(() => rmSync(folder, { recursive: true, force: true }))

	it('holds what runs and what a person reads, and nothing else', async () => {
		const files = await listFiles({ cwd: process.cwd(), packageManager: PackageManager.None })
		const unexpected = files.filter((file) => !allowed.some((pattern) => pattern.test(file)))
		assert.deepEqual(unexpected, [])
		for (const needed of ['dist/extension.js', 'LICENSE', 'README.md', 'package.nls.json', 'media/icon.png']) {
			assert.ok(files.includes(needed), needed)
		}
	})

	it('stays within the sizes that it promises', async () => {
		const bytes = await activationBytes()
		// With what it imports, or the count is wrong.
		assert.ok(bytes > statSync('dist/extension.js').size)
		assert.ok(bytes <= 600_000, 'bundle at most 600 kB')
		assert.ok(statSync(archive).size <= 1_000_000, 'package at most 1 MB')
	})

	it('neither writes nor describes what it asks an engine for, whatever DEBUG says', () => {
		const [part] = globSync('dist/parts/docker-*.js')
		assert.ok(part)
		const script = `
			import { createRequire } from 'node:module'
			createRequire('/')('util').inspect = () => { throw new Error('described') }
			const { default: Docker } = await import(${JSON.stringify(pathToFileURL(part).href)})
			await new Docker({ socketPath: '/nowhere' }).ping().catch(({ code }) => process.stdout.write(String(code)))`
		const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
			encoding: 'utf8',
			env: { ...process.env, DEBUG: '*' },
		})
		assert.deepEqual({ stdout, stderr }, { stdout: 'ENOENT', stderr: '' })
	})
})
