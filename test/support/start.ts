import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

import { findEndpoints, parseHost, type Endpoint } from '../../src/engine/endpoint.ts'
import { dial, dialFirst } from '../../src/engine/engine.ts'
import type { EngineError } from '../../src/engine/errors.ts'
import { cacheFolder } from './cache.ts'
import { codeServerFolder, root, startCodeServer } from './codeServer.ts'
import { socketIn, TestEngine } from './engine.ts'
import { isInstalled, prepare } from './prerequisites.ts'

const ending = new AbortController()
const ended = ending.signal
// A second Ctrl-C, or a terminal that is closed, doesn't cut the ending short.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort())
ended.addEventListener('abort', () => console.log('\nEnding…'))
try {
	await using started = new AsyncDisposableStack()
	const [, , folder] = process.argv
	// npm changes into the project's folder, and says from where.
	const opened = folder && resolve(process.env['INIT_CWD'] ?? '.', folder)
	await start(opened, started, ended).catch((error: unknown) => {
		// Whatever Ctrl-C cuts short fails, which is no news.
		if (!ended.aborted) throw error
	})
} catch (error) {
	console.error(error instanceof Error ? error.message : error)
	process.exitCode = 1
}

async function start(folder: string | undefined, started: AsyncDisposableStack, ended: AbortSignal): Promise<void> {
	console.log('Building…')
	await promisify(execFile)(process.execPath, ['esbuild.mjs', '--development'], { cwd: root, signal: ended })
	// One that is found here the extension finds too, with all that its context says of it.
	const environment = (await findEngine(ended)) ? {} : { DOCKER_HOST: await privateEngine(started, ended) }
	ended.throwIfAborted()
	if (hasDesktop()) {
		await openDesktop(folder, environment, ended)
		return
	}
	await codeServerFolder(ended)
	ended.throwIfAborted()
	console.log('Starting the browser-hosted VS Code…')
	const server = started.use(await startCodeServer({ dataFolder: join(cacheFolder, 'start'), environment }))
	ended.throwIfAborted()
	const query = folder ? `?folder=${encodeURIComponent(folder)}` : ''
	console.log(`\nOpen ${server.url}/${query} and choose Longshore on the left. Ctrl-C ends it.`)
	await once(ended, 'abort')
}

/** Returns when its window is closed. */
async function openDesktop(
	folder: string | undefined,
	environment: Readonly<Record<string, string>>,
	ended: AbortSignal,
): Promise<void> {
	console.log('Opening VS Code…')
	// It refuses to run as root without.
	const forRoot = process.getuid?.() === 0 ? ['--no-sandbox', `--user-data-dir=${join(cacheFolder, 'desktop')}`] : []
	const options = ['--new-window', '--wait', `--extensionDevelopmentPath=${root}`, ...forRoot]
	const words = [...options, ...(folder ? [folder] : [])]
	// On Windows it is a script, which only a shell starts.
	const shell = process.platform === 'win32'
	const written = shell ? words.map((word) => `"${word}"`) : words
	const env = { ...process.env, ...environment }
	const child = spawn('code', written, { stdio: 'inherit', env, shell, signal: ended })
	console.log('Close its window to end.')
	// Only what waits for the window ends with this.
	ended.addEventListener('abort', () => console.log('The window of VS Code stays open until you close it.'))
	const [code, signal]: readonly unknown[] = await once(child, 'exit')
	if (code !== 0) throw new Error(`VS Code ended with ${String(code ?? signal)}. What it wrote above says why.`)
}

/** Whether an engine answers, looked for as the extension itself does. */
async function findEngine(ended: AbortSignal): Promise<boolean> {
	console.log('Looking for a Docker Engine…')
	const endpoints = await findEndpoints('')
	const tell = ({ host }: Endpoint, { reason, message }: EngineError) => {
		if (reason !== 'unreachable' && !ended.aborted) console.log(`${host}: ${message}`)
	}
	const engine = await dialFirst(endpoints, ended, tell).catch(() => undefined)
	ended.throwIfAborted()
	if (engine) {
		console.log(`Using ${engine.server} at ${engine.endpoint.host}.`)
		return true
	}
	console.log(`None answers at ${endpoints.map(({ host }) => host).join(', ')}.`)
	return false
}

/** Started before it may be already: by another `npm start`, or by one that was killed. That one stays. */
async function privateEngine(started: AsyncDisposableStack, ended: AbortSignal): Promise<string> {
	const folder = join(cacheFolder, 'engine')
	const before = await dial(parseHost(socketIn(folder)), AbortSignal.timeout(10_000)).catch(() => undefined)
	if (before) {
		console.log(`Using the private Docker Engine that runs already at ${before.endpoint.host}.`)
		return before.endpoint.host
	}
	if (process.getuid?.() !== 0 && isInstalled('dockerd')) {
		throw new Error(`No Docker Engine answers you, though one is installed, and only root can start a private one.
If it is stopped, start it: sudo systemctl start docker
If it denies you, join its group and sign in anew: sudo usermod --append --groups docker "$USER"`)
	}
	try {
		await prepare('engine')
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error)
		const installing = 'https://docs.docker.com/engine/install/'
		throw new Error(`No Docker Engine answers. Start one, or install it: ${installing}\n${why}`, { cause: error })
	}
	ended.throwIfAborted()
	console.log('Starting a private Docker Engine…')
	const engine = await TestEngine.start({ folder, outside: true })
	started.defer(() => engine.stop())
	return engine.host
}

function hasDesktop(): boolean {
	const hasScreen = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])
	return hasScreen && isInstalled('code')
}
