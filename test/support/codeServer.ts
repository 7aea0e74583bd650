import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'

import { cacheFolder } from './cache.ts'
import { prepare } from './prerequisites.ts'

/** The VS Code in it is 1.139. */
const version = '4.139.1'

export const root = join(import.meta.dirname, '../..')

/** What of the project makes the extension; the package has the same. */
const extensionParts = ['package.json', 'package.nls.json', 'package.nls.ko.json', 'dist', 'media', 'l10n']

/** The folder of the browser-hosted VS Code; installed into the cache where it isn't there. */
export async function codeServerFolder(ended?: AbortSignal): Promise<string> {
	const folder = join(cacheFolder, `code-server-${version}`)
	const installed = join(folder, 'node_modules/code-server')
	if (existsSync(join(installed, 'out/node/entry.js')) && existsSync(join(folder, 'complete'))) return installed
	await prepare('codeServer')
	ended?.throwIfAborted()
	console.log(`Installing the browser-hosted VS Code into ${folder}: about 620 MB, some minutes, only once…`)
	// Under another name until it is whole, so that a cut installation is never taken for one.
	const unfinished = `${folder}.unfinished`
	await rm(unfinished, { recursive: true, force: true })
	await rm(folder, { recursive: true, force: true })
	await mkdir(unfinished, { recursive: true })
	await writeFile(join(unfinished, 'package.json'), '{"private":true}\n')
	const words = ['install', '--no-audit', '--no-fund', '--loglevel=error', `code-server@${version}`]
	const options = { cwd: unfinished, env: withNode(), signal: ended }
	const child = spawn('npm', words, { ...options, stdio: ['ignore', 'inherit', 'inherit'] })
	const [code] = await once(child, 'exit')
	if (code !== 0)
		throw new Error(
			`code-server could not be installed (npm ended with ${code}; what it wrote above says why). The next start tries again.`,
		)
	await writeFile(join(unfinished, 'complete'), '')
	await rename(unfinished, folder)
	return installed
}

/** Node of the project's own version comes first; nothing tells of the npm, and its Node, that this runs under. */
function withNode(): NodeJS.ProcessEnv {
	const own = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'))
	const path = [dirname(process.execPath), process.env['PATH']].join(delimiter)
	return { ...Object.fromEntries(own), PATH: path }
}

/** Puts the built extension where VS Code looks for installed ones. */
export async function installExtension(extensionsFolder: string): Promise<void> {
	const target = join(extensionsFolder, 'longshore.longshore-0.1.0')
	await rm(target, { recursive: true, force: true })
	await mkdir(target, { recursive: true })
	for (const part of extensionParts) {
		if (existsSync(join(root, part))) await cp(join(root, part), join(target, part), { recursive: true })
	}
}

async function installPackage(folder: string, vsix: string, dataFolder: string, extensions: string): Promise<void> {
	const words = ['--install-extension', vsix, '--user-data-dir', dataFolder, '--extensions-dir', extensions]
	await promisify(execFile)(process.execPath, [join(folder, 'out/node/entry.js'), ...words])
}

export interface CodeServerOptions {
	/** Settings, state and extensions. */
	readonly dataFolder: string
	/** Of the extension host: DOCKER_HOST. */
	readonly environment?: Readonly<Record<string, string>>
	/** Wraps the command, as {@link inHubNamespace} does. */
	readonly wrap?: (command: readonly string[]) => readonly string[]
	/** User settings. */
	readonly settings?: Readonly<Record<string, unknown>>
	/** A package to install as a person does, instead of the built parts. */
	readonly vsix?: string
}

export interface CodeServer extends AsyncDisposable {
	/** `http://127.0.0.1:…` */
	readonly url: string
	/** Ends it with all its processes. */
	stop(): Promise<void>
}

/** Starts the browser-hosted VS Code with the extension installed, as a person has it. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
	const folder = await codeServerFolder()
	const { dataFolder, settings = {} } = options
	const extensions = join(dataFolder, 'extensions')
	if (options.vsix === undefined) await installExtension(extensions)
	else await installPackage(folder, options.vsix, dataFolder, extensions)
	await mkdir(join(dataFolder, 'User'), { recursive: true })
	await writeFile(join(dataFolder, 'User/settings.json'), JSON.stringify({ ...quiet, ...settings }))
	const port = await freePort()
	const words = [
		...[join(folder, 'out/node/entry.js'), '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
		...['--user-data-dir', dataFolder, '--extensions-dir', extensions],
		...[
			'--disable-telemetry',
			'--disable-update-check',
			'--disable-workspace-trust',
			'--disable-getting-started-override',
			'--ignore-last-opened',
		],
	]
	return serve([process.execPath, ...words], `http://127.0.0.1:${port}`, options)
}

/** Nothing that takes attention from the extension. */
const quiet = {
	'workbench.startupEditor': 'none',
	'workbench.tips.enabled': false,
	'workbench.secondarySideBar.defaultVisibility': 'hidden',
	'security.workspace.trust.enabled': false,
	'telemetry.telemetryLevel': 'off',
	'extensions.ignoreRecommendations': true,
	'chat.disableAIFeatures': true,
	'git.enabled': false,
}

/** Starts VS Code's server as its own tests do; the extension's tests run in its extension host. */
export async function startTestServer(options: CodeServerOptions): Promise<CodeServer> {
	const folder = await codeServerFolder()
	const port = await freePort()
	const words = [
		...[join(folder, 'lib/vscode/out/server-main.js'), '--host', '127.0.0.1', '--port', String(port)],
		...['--without-connection-token', '--accept-server-license-terms', '--enable-smoke-test-driver'],
		...['--server-data-dir', options.dataFolder, '--telemetry-level', 'off'],
	]
	return serve([process.execPath, ...words], `http://127.0.0.1:${port}`, options)
}

async function serve(command: readonly string[], url: string, options: CodeServerOptions): Promise<CodeServer> {
	const [program = '', ...words] = options.wrap?.(command) ?? command
	// Variables of a VS Code in whose terminal this runs would make the server take itself for another.
	const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VSCODE_')))
	const child = spawn(program, words, {
		stdio: ['ignore', 'pipe', 'pipe'],
		// Its sockets, which stay when it is killed, go with its data.
		env: { ...inherited, PORT: undefined, TMPDIR: options.dataFolder, ...options.environment },
		detached: true,
	})
	await answering(child, url)
	const stop = () => endGroup(child)
	return { url, stop, [Symbol.asyncDispose]: stop }
}

/** Ends a process that leads a group, with all that it started. */
export async function endGroup(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
	const exited = once(child, 'exit')
	process.kill(-child.pid, 'SIGTERM')
	const timer = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'), 5_000)
	await exited
	clearTimeout(timer)
}

async function answering(child: ChildProcess, url: string): Promise<void> {
	let written = ''
	const { promise, resolve, reject } = Promise.withResolvers<void>()
	const take = (chunk: Buffer) => {
		written += chunk.toString()
		if (/HTTP server listening on|Extension host agent listening on/.test(written)) resolve()
	}
	child.stdout?.on('data', take)
	child.stderr?.on('data', take)
	child.once('error', reject)
	child.once('exit', () => reject(new Error(`VS Code at ${url} ended:\n${written}`)))
	await promise
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	server.close()
	await once(server, 'close')
	if (address === null || typeof address === 'string') throw new Error('There is no free port.')
	return address.port
}
