import { runTests } from '@vscode/test-electron'
import { build } from 'esbuild'
import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { root } from './codeServer.ts'
import { dockerdOf } from './engineOfSuite.ts'
import { prepare } from './prerequisites.ts'

const output = join(root, 'out/integration')

await prepare('engine', 'images', 'registries')
// No test waits as long as another engine's installation takes.
await dockerdOf()
await promisify(execFile)(process.execPath, ['esbuild.mjs', '--development'], { cwd: root })
await rm(output, { recursive: true, force: true })
await build({
	entryPoints: [join(root, 'test/integration/index.ts'), join(root, 'test/integration/**/*.test.ts')],
	outdir: output,
	outExtension: { '.js': '.cjs' },
	bundle: true,
	platform: 'node',
	format: 'cjs',
	target: 'node22',
	packages: 'external',
	external: ['vscode'],
	sourcemap: 'inline',
	logLevel: 'warning',
})

try {
	process.exitCode = await runTests({
		...((await hasDesktop()) ? {} : { vscodeExecutablePath: join(import.meta.dirname, 'browserHosted.ts') }),
		extensionDevelopmentPath: root,
		extensionTestsPath: join(output, 'index.cjs'),
		extensionTestsEnv: {
			LONGSHORE_TESTS: process.env['LONGSHORE_TESTS'],
			LONGSHORE_ENGINE: process.env['LONGSHORE_ENGINE'],
		},
		launchArgs: ['--disable-extensions'],
	})
} catch (error) {
	console.error(error instanceof Error ? error.message : error)
	process.exitCode = 1
}

/** Whether a desktop VS Code can be downloaded, and shown. */
async function hasDesktop(): Promise<boolean> {
	if (process.platform === 'linux' && !process.env['DISPLAY']) return false
	try {
		const signal = AbortSignal.timeout(5_000)
		return (await fetch('https://update.code.visualstudio.com/api/releases/stable', { signal })).ok
	} catch {
		return false
	}
}
