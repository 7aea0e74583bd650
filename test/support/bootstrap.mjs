// Runs with whatever Node is there, and nothing else: puts the project's own packages and Node in place, then goes on.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { usage } from './startUsage.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const [task, ...words] = process.argv.slice(2)
const scripts = { start: 'test/support/start.ts', test: 'test/run.ts' }
if (!scripts[task]) throw new Error(`Neither start nor test: ${task}`)

// What an installation costs is said before it begins.
if (task === 'start' && (words.includes('--help') || words.includes('-h'))) {
	console.log(usage)
	process.exit()
}

const bin = join(root, 'node_modules/.bin')
const environment = { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) }

if (!isInstalled()) {
	console.log('Installing the packages that the project is built with: about 350 MB, a minute…')
	const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
	const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' }
	const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], options)
	if (status !== 0) process.exit(status ?? 1)
}

const node = join(bin, process.platform === 'win32' ? 'node.cmd' : 'node')
const child = spawn(node, [scripts[task], ...words], {
	cwd: root,
	stdio: 'inherit',
	env: environment,
	shell: process.platform === 'win32',
})
// Ctrl-C reaches the child by itself; it ends what it started, and then this ends with it.
process.on('SIGINT', () => undefined)
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))

/** Whether what is installed is what the lock file asks for. */
function isInstalled() {
	const installed = join(root, 'node_modules/.package-lock.json')
	if (!existsSync(installed) || !existsSync(bin)) return false
	const { packages: have } = JSON.parse(readFileSync(installed, 'utf8'))
	const { packages: want } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
	// Packages for other systems are in the lock file too.
	return Object.entries(want).every(
		([path, { version, optional }]) => path === '' || optional || have[path]?.version === version,
	)
}
