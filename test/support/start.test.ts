import assert from 'node:assert/strict'
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

import { dial } from '../../src/engine/engine.ts'
import { parseHost } from '../../src/engine/endpoint.ts'
import { cacheFolder } from './cache.ts'
import { root } from './codeServer.ts'
import { socketIn, TestEngine } from './engine.ts'
import { prepare } from './prerequisites.ts'

describe('npm start', function () {
	this.timeout(600_000)

	it('explains itself before it installs anything', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'longshore-bare-'))
		try {
			for (const name of ['bootstrap.mjs', 'startUsage.mjs']) {
				await cp(join(import.meta.dirname, name), join(folder, 'test/support', name))
			}
			const words = ['test/support/bootstrap.mjs', 'start', '--help']
			const { stdout } = await promisify(execFile)('node', words, { cwd: folder })
			assert.match(stdout, /^npm start [^]*Finds a Docker Engine/)
		} finally {
			await rm(folder, { recursive: true })
		}
	})

	it('tells an ordinary user, for whom it can start no engine, how to reach Docker', async () => {
		await prepare('engine')
		// The build writes into the project's folder, which is root's.
		const ordinary = ['setpriv', '--reuid=65534', '--inh-caps=+dac_override', '--ambient-caps=+dac_override']
		const { written, child } = run([...ordinary, ...command], {
			DOCKER_HOST: 'unix:///nowhere/docker.sock',
			XDG_CACHE_HOME: '/nowhere',
		})
		const [code] = await once(child, 'close')
		assert.equal(code, 1)
		assert.match(written(), /sudo systemctl start docker\n.*groups docker/)
		assert.doesNotMatch(written(), /Starting/)
	})

	it('uses the engine that there is, touches nothing on it, and ends what it started', async () => {
		await using engine = await TestEngine.start()
		await engine.docker.createVolume({ Name: 'mine' })
		const { written, child } = start({ DOCKER_HOST: engine.host, INIT_CWD: join(root, 'test') }, 'support')
		const url = await address(child, written)
		assert.equal(new URL(url).searchParams.get('folder'), join(root, 'test/support'))
		assert.match(written(), /Using Docker\//)
		assert.equal((await fetch(url)).status, 200)
		await interrupt(child)
		await assert.rejects(fetch(url))
		const { Volumes } = await engine.docker.listVolumes()
		assert.deepEqual(
			Volumes?.map(({ Name }) => Name),
			['mine'],
		)
		assert.deepEqual(await engine.docker.listContainers({ all: true }), [])
	})

	it('opens the desktop’s VS Code, which finds the engine of the current context by itself', async () => {
		await using engine = await TestEngine.start()
		const folder = await mkdtemp(join(tmpdir(), 'longshore-desktop-'))
		try {
			await writeContext(folder, 'mine', engine.host)
			const desktop = await desktopWith(folder, 'echo "code, DOCKER_HOST=$DOCKER_HOST, $*"')
			const engineless = { DOCKER_HOST: undefined, DOCKER_CONTEXT: undefined, DOCKER_CONFIG: folder }
			const { written, child } = start({ ...desktop, ...engineless, INIT_CWD: folder }, 'app')
			const [code] = await once(child, 'close')
			assert.equal(code, 0)
			assert.ok(written().includes(`at ${engine.host}.`), written())
			assert.match(written(), /^code, DOCKER_HOST=, --new-window/m)
			// As root, as whom a real one refuses without them.
			const forRoot = `--no-sandbox --user-data-dir=${join(cacheFolder, 'desktop')}`
			assert.ok(written().includes(`--extensionDevelopmentPath=${root} ${forRoot} ${join(folder, 'app')}\n`), written())
		} finally {
			await rm(folder, { recursive: true })
		}
	})

	it('fails with the desktop’s VS Code, and says that its window stays when Ctrl-C ends the rest', async () => {
		await using engine = await TestEngine.start()
		const folder = await mkdtemp(join(tmpdir(), 'longshore-desktop-'))
		try {
			const failing = start({ ...(await desktopWith(folder, 'exit 3')), DOCKER_HOST: engine.host })
			const [code] = await once(failing.child, 'close')
			assert.equal(code, 1)
			assert.match(failing.written(), /VS Code ended with 3\./)
			const { written, child } = start({
				...(await desktopWith(folder, 'echo opened; exec sleep 600')),
				DOCKER_HOST: engine.host,
			})
			await said(child, written, /^opened$/m)
			await interrupt(child)
			assert.match(written(), /Close its window to end\.[^]*window of VS Code stays open/)
		} finally {
			await rm(folder, { recursive: true })
		}
	})

	it('begins nothing more once it shall end, and ends what it began', async () => {
		const building = start({ DOCKER_HOST: 'unix:///nowhere/docker.sock' })
		await said(building.child, building.written, /Building/)
		await interrupt(building.child)
		assert.doesNotMatch(building.written(), /Starting/)
		const { written, child } = start({ DOCKER_HOST: 'unix:///nowhere/docker.sock' })
		await said(child, written, /Starting a private/)
		const closed = once(child, 'close')
		child.kill()
		assert.deepEqual(await closed, [0, null])
		assert.doesNotMatch(written(), /browser-hosted/)
		const own = parseHost(socketIn(join(cacheFolder, 'engine')))
		await assert.rejects(dial(own, AbortSignal.timeout(5_000)))
	})

	it('starts an engine of its own where none answers, and ends it too, also when the terminal is closed', async () => {
		const before = await firewall()
		const { written, child } = start({ DOCKER_HOST: 'unix:///nowhere/docker.sock' })
		const url = await address(child, written)
		// Not what another start had open, which may be gone.
		assert.equal(new URL((await fetch(url)).url).search, '')
		const own = parseHost(socketIn(join(cacheFolder, 'engine')))
		const { server } = await dial(own, AbortSignal.timeout(5_000))
		assert.match(server, /^Docker\/\d+\./)
		const second = start({ DOCKER_HOST: 'unix:///nowhere/docker.sock' })
		await address(second.child, second.written)
		assert.match(second.written(), /Using the private Docker Engine that runs already/)
		await interrupt(second.child)
		await dial(own, AbortSignal.timeout(5_000))
		await interrupt(child, 'SIGHUP')
		await assert.rejects(dial(own, AbortSignal.timeout(5_000)))
		// dockerd itself clears away what an engine before it has left.
		const added = (await firewall()).filter((rule) => !before.includes(rule))
		assert.deepEqual(added, [])
	})
})

/** The docker CLI's current context, in a folder for its configuration. */
async function writeContext(configuration: string, name: string, host: string): Promise<void> {
	const folder = join(configuration, 'contexts/meta', createHash('sha256').update(name).digest('hex'))
	await mkdir(folder, { recursive: true })
	await writeFile(join(folder, 'meta.json'), JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }))
	await writeFile(join(configuration, 'config.json'), JSON.stringify({ currentContext: name }))
}

/** The environment of a desktop whose VS Code is a script. */
async function desktopWith(folder: string, script: string): Promise<NodeJS.ProcessEnv> {
	await writeFile(join(folder, 'code'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
	return { DISPLAY: ':0', PATH: [folder, process.env['PATH']].join(delimiter) }
}

/** The machine's rules, without the counts of what they met. */
async function firewall(): Promise<readonly string[]> {
	const { stdout } = await promisify(execFile)('iptables', ['--list-rules'])
	return stdout.split('\n')
}

const command = ['node', 'test/support/bootstrap.mjs', 'start'] as const

function start(environment: NodeJS.ProcessEnv, ...words: readonly string[]) {
	return run([...command, ...words], environment)
}

function run([program = '', ...words]: readonly string[], environment: NodeJS.ProcessEnv) {
	const child = spawn(program, words, {
		cwd: root,
		stdio: ['ignore', 'pipe', 'pipe'],
		// Without a screen, so that it takes the browser-hosted VS Code everywhere.
		env: { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined, ...environment },
		detached: true,
	})
	let text = ''
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
	}
	return { child, written: () => text }
}

/** Where it says that VS Code is. */
async function address(child: ChildProcess, written: () => string): Promise<string> {
	return said(child, written, /(?<=Open )http:\/\/\S+/)
}

/** What it writes of a kind, as soon as it does. */
async function said(child: ChildProcess, written: () => string, what: RegExp): Promise<string> {
	const { promise, resolve, reject } = Promise.withResolvers<string>()
	const look = () => {
		const text = what.exec(written())?.[0]
		if (text !== undefined) resolve(text)
	}
	child.stdout?.on('data', look)
	child.once('exit', () => reject(new Error(`It ended:\n${written()}`)))
	return promise
}

/** Ctrl-C, as a terminal sends it: to the whole group; and once more by someone who has no patience. */
async function interrupt(child: ChildProcess, signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
	const { pid } = child
	assert.ok(pid)
	const exited = once(child, 'exit')
	child.stdout?.on('data', (chunk: Buffer) => {
		if (chunk.includes('Ending…') && child.exitCode === null) process.kill(-pid, signal)
	})
	process.kill(-pid, signal)
	const [code] = await exited
	assert.equal(code, 0)
}
