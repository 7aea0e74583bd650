import assert from 'node:assert/strict'
import { connect, createServer, type AddressInfo } from 'node:net'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createServer as createTlsServer } from 'node:tls'

import { Connection } from '../../src/engine/connection.ts'
import { parseHost } from '../../src/engine/endpoint.ts'
import { EngineError } from '../../src/engine/errors.ts'
import { Inventory } from '../../src/engine/inventory.ts'
import { makeCertificates } from '../support/certificates.ts'
import { TestEngine } from '../support/engine.ts'
import { connectionTo, next, silent } from './parts.ts'

function reasonOf(error: unknown): string {
	return error instanceof EngineError ? error.reason : String(error)
}

function isAlive(processId: number): boolean {
	try {
		return process.kill(processId, 0)
	} catch {
		return false
	}
}

describe('Connection', () => {
	let engine: TestEngine
	before(async () => {
		engine = await TestEngine.start()
	})
	after(() => engine.stop())

	it('agrees with the engine on a version, and says who it is', async () => {
		const connection = connectionTo(engine.host)
		assert.equal(connection.state.kind, 'idle')
		const connected = await connection.connected()
		const { ApiVersion, Version } = await engine.docker.version()
		assert.ok(connected.server.startsWith(`Docker/${Version} `), connected.server)
		assert.ok(Number(connected.apiVersion.split('.')[1]) <= Number(ApiVersion.split('.')[1]))
		assert.equal(connection.state.kind, 'connected')
		connection.dispose()
	})

	it('is not led astray by DOCKER_HOST when another engine was chosen', async () => {
		const before = process.env['DOCKER_HOST']
		process.env['DOCKER_HOST'] = 'tcp://127.0.0.1:1'
		try {
			const connection = connectionTo(engine.host)
			assert.equal((await connection.connected()).endpoint.host, engine.host)
			connection.dispose()
		} finally {
			if (before === undefined) delete process.env['DOCKER_HOST']
			else process.env['DOCKER_HOST'] = before
		}
	})

	it('takes the first of several that answers', async () => {
		const hosts = ['unix:///nowhere/docker.sock', engine.host]
		const connection = new Connection({ findEndpoints: async () => hosts.map((host) => parseHost(host)), log: silent })
		assert.equal((await connection.connected()).endpoint.host, engine.host)
		connection.dispose()
	})

	it('comes back by itself when the engine does, without being asked', async () => {
		const connection = connectionTo(engine.host)
		await engine.suspend()
		assert.equal(await connection.connected().catch(reasonOf), 'unreachable')
		assert.equal(connection.state.kind, 'failed')
		const back = next(connection.onDidChangeState, ({ kind }) => kind === 'connected')
		await engine.resume()
		await back
		connection.dispose()
	})

	it('forgets an engine that is left for another, also while that is yet to answer', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'longshore-test-'))
		const quiet = createServer().listen(join(folder, 'quiet.sock'))
		await once(quiet, 'listening')
		const asked: string[] = []
		let host = engine.host
		const connection = new Connection({
			findEndpoints: async () => {
				asked.push(host)
				return [parseHost(host)]
			},
			log: silent,
		})
		const inventory = new Inventory(connection, silent)
		await inventory.loaded('networks')
		const emptied = next(inventory.onDidChange, ({ reset }) => reset.has('networks'))
		host = `unix://${join(folder, 'quiet.sock')}`
		const dialled = once(quiet, 'connection')
		const left = connection.reconnect()
		await emptied
		assert.equal(inventory.networks.size, 0)
		await dialled
		host = engine.host
		const chosen = connection.reconnect()
		await assert.rejects(left)
		await inventory.loaded('networks')
		await chosen
		assert.equal(inventory.networks.size, 3)
		assert.equal(asked.length, 3)
		inventory.dispose()
		connection.dispose()
		quiet.close()
		await rm(folder, { recursive: true, force: true })
	})

	it('reaches an engine by ssh, and leaves none of its processes behind', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'longshore-test-'))
		const calls = join(folder, 'calls')
		// Takes ssh's place: joins its streams to the engine's socket, as `docker system dial-stdio` does it elsewhere.
		const joining = `const engine = require('node:net').connect('${engine.host.replace('unix://', '')}')
			process.stdin.pipe(engine).pipe(process.stdout)`
		await writeFile(join(folder, 'joining.cjs'), joining)
		const script = `#!/bin/sh\necho "$$ $*" >> '${calls}'\nexec '${process.execPath}' '${folder}/joining.cjs'\n`
		await writeFile(join(folder, 'ssh'), script, { mode: 0o755 })
		const before = process.env['PATH'] ?? ''
		process.env['PATH'] = `${folder}:${before}`
		try {
			const hosts = ['ssh://somebody@somewhere', engine.host]
			const findEndpoints = async () => hosts.splice(0, 1).map((host) => parseHost(host))
			const connection = new Connection({ findEndpoints, log: silent })
			const { docker, endpoint } = await connection.connected()
			assert.equal(endpoint.kind, 'ssh')
			await Promise.all([docker.info(), docker.info()])
			await connection.reconnect()
			const started = (await readFile(calls, 'utf8')).trim().split('\n')
			assert.match(started[0] ?? '', / ServerAliveInterval=15 .* -- somebody@somewhere docker system dial-stdio$/)
			while (started.some((call) => isAlive(Number.parseInt(call)))) await wait(20)
			// Who still has it at hand can end what was begun.
			assert.ok(await docker.info())
			connection.dispose()
		} finally {
			process.env['PATH'] = before
			await rm(folder, { recursive: true, force: true })
		}
	})

	it('says that nothing is there, that it may not, and that the other side is no engine', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'longshore-test-'))
		const socket = join(folder, 'docker.sock')
		const missing = connectionTo(`unix://${socket}`)
		assert.equal(await missing.connected().catch(reasonOf), 'unreachable')
		missing.dispose()
		const server = createServer((client) => client.end('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nteas')).listen(
			socket,
		)
		await once(server, 'listening')
		await chmod(socket, 0o600)
		const stranger = connectionTo(`unix://${socket}`)
		assert.equal(await stranger.connected().catch(reasonOf), 'unexpected')
		stranger.dispose()
		server.close()
		await rm(folder, { recursive: true, force: true })
	})

	it('shows its certificate to an engine of another machine', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'longshore-test-'))
		const paths = await makeCertificates(folder, ['127.0.0.2'])
		const [ca, cert, key] = await Promise.all(
			[paths.authority, paths.certificate, paths.key].map((path) => readFile(path, 'utf8')),
		)
		const server = createTlsServer({ cert, key, requestCert: true, rejectUnauthorized: false }, (client) => {
			if (client.getPeerX509Certificate() === undefined) client.destroy()
			else client.pipe(connect(engine.host.replace('unix://', ''))).pipe(client)
			client.on('error', () => undefined)
		}).listen(0, '127.0.0.2')
		await once(server, 'listening')
		const { port } = server.address() as AddressInfo
		const endpoint = parseHost(`tcp://127.0.0.2:${port}`, { tls: { ca, cert, key, verify: true } })
		const connection = new Connection({ findEndpoints: async () => [endpoint], log: silent })
		const { docker } = await connection.connected()
		assert.ok(await docker.info())
		connection.dispose()
		server.close()
		await rm(folder, { recursive: true, force: true })
	})

	it('tells a TLS failure from an engine that is away', async () => {
		const server = createServer((client) => client.end('no TLS here')).listen(0, '127.0.0.1')
		await once(server, 'listening')
		const address = server.address()
		assert.ok(address !== null && typeof address === 'object')
		const connection = connectionTo(`https://127.0.0.1:${address.port}`)
		assert.equal(await connection.connected().catch(reasonOf), 'certificate')
		connection.dispose()
		server.close()
	})
})
