import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { listContexts } from '../../../src/engine/contexts.ts'
import { findEndpoints, parseHost } from '../../../src/engine/endpoint.ts'
import { EngineError } from '../../../src/engine/errors.ts'

describe('parseHost', () => {
	for (const [text, expected] of [
		['unix:///run/docker.sock', { kind: 'socket', path: '/run/docker.sock' }],
		['unix://', { kind: 'socket', path: '/var/run/docker.sock' }],
		['/run/docker.sock', { kind: 'socket', path: '/run/docker.sock' }],
		['npipe:////./pipe/docker_engine', { kind: 'socket', path: '//./pipe/docker_engine' }],
		[String.raw`\\.\pipe\docker_engine`, { kind: 'socket', path: '//./pipe/docker_engine' }],
		['tcp://machine:2375', { kind: 'tcp', hostname: 'machine', port: 2375, tls: undefined }],
		['tcp://machine', { kind: 'tcp', hostname: 'machine', port: 2375, tls: undefined }],
		['tcp://[::1]:2375', { kind: 'tcp', hostname: '::1', port: 2375, tls: undefined }],
		['machine:2375', { kind: 'tcp', hostname: 'machine', port: 2375, tls: undefined }],
		['ssh://alice@machine:22', { kind: 'ssh', destination: 'alice@machine', port: 22, remoteSocket: undefined }],
		['ssh://machine/run/x.sock', { kind: 'ssh', destination: 'machine', port: undefined, remoteSocket: '/run/x.sock' }],
	] as const) {
		it(`reads ${text}`, () => {
			const { source, label, host, ...rest } = parseHost(text)
			assert.deepEqual(rest, expected)
			assert.equal(source, 'setting')
			assert.equal(label, text)
			assert.ok(host)
		})
	}

	for (const text of [
		'ftp://machine',
		'unix://relative',
		'tcp://machine:99999',
		'tcp://a b',
		'ssh://-oProxyCommand=x',
		'ssh://alice:secret@machine',
		'ssh://machine/run/$(x)',
		'npipe://docker_engine',
		'machine',
	]) {
		it(`refuses ${text}`, () => {
			assert.throws(
				() => parseHost(text),
				(error) => error instanceof EngineError && error.reason === 'invalid',
			)
		})
	}
})

describe('findEndpoints', () => {
	let home: string
	before(async () => {
		home = await mkdtemp(join(tmpdir(), 'longshore-home-'))
		for (const [name, meta] of [
			['far', { Name: 'far', Metadata: { Description: 'A far one' }, Endpoints: { docker: { Host: 'ssh://a@far' } } }],
			['empty', { Name: 'empty', Endpoints: {} }],
		] as const) {
			const folder = join(home, '.docker/contexts/meta', createHash('sha256').update(name).digest('hex'))
			await mkdir(folder, { recursive: true })
			await writeFile(join(folder, 'meta.json'), JSON.stringify(meta))
		}
		const broken = join(home, '.docker/contexts/meta/broken')
		await mkdir(broken)
		await writeFile(join(broken, 'meta.json'), '{')
	})
	after(() => rm(home, { recursive: true, force: true }))

	const find = (setting: string, environment: NodeJS.ProcessEnv = {}, platform: NodeJS.Platform = 'linux') =>
		findEndpoints(setting, { environment, home, platform })

	it('lets the setting win over DOCKER_HOST', async () => {
		const [endpoint, ...others] = await find('tcp://one:1', { DOCKER_HOST: 'tcp://two:2' })
		assert.equal(endpoint?.host, 'tcp://one:1')
		assert.deepEqual(others, [])
	})

	it('lets DOCKER_HOST win over the current context', async () => {
		const [endpoint] = await find('', { DOCKER_HOST: 'tcp://two:2', DOCKER_CONTEXT: 'far' })
		assert.equal(endpoint?.host, 'tcp://two:2')
		assert.equal(endpoint.source, 'environment')
	})

	it('takes the current context of the environment, and of the CLI’s configuration', async () => {
		assert.equal((await find('', { DOCKER_CONTEXT: 'far' }))[0]?.label, 'far')
		await writeFile(join(home, '.docker/config.json'), '{"currentContext":"far"}')
		assert.equal((await find(''))[0]?.host, 'ssh://a@far')
		await rm(join(home, '.docker/config.json'))
	})

	it('takes a context that the setting names', async () => {
		assert.equal((await find('context:far'))[0]?.host, 'ssh://a@far')
		await assert.rejects(find('context:none'), /no docker context named “none”/)
		await assert.rejects(find('context:empty'), /names no engine/)
	})

	it('tries the usual sockets where nothing was chosen: rootless ones, and pipes on Windows', async () => {
		const hosts = (await find('', { XDG_RUNTIME_DIR: '/run/user/7' })).map(({ host }) => host)
		assert.equal(hosts[0], 'unix:///var/run/docker.sock')
		assert.ok(hosts.includes('unix:///run/user/7/docker.sock'))
		const [pipe] = await find('', {}, 'win32')
		assert.equal(pipe?.host, 'npipe:////./pipe/docker_engine')
	})

	it('turns TLS on as the CLI does, and says so where a certificate can’t be read', async () => {
		const environment = { DOCKER_HOST: 'tcp://one', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: home }
		const [endpoint] = await find('', environment)
		assert.deepEqual(endpoint?.kind === 'tcp' && [endpoint.port, endpoint.tls?.verify], [2376, true])
		await mkdir(join(home, 'ca.pem'))
		await assert.rejects(
			find('', environment),
			(error) => error instanceof EngineError && error.reason === 'certificate',
		)
	})

	it('lists contexts by name, without broken ones', async () => {
		const contexts = await listContexts(join(home, '.docker'))
		assert.deepEqual(
			contexts.map(({ name, description, host }) => ({ name, description, host })),
			[
				{ name: 'empty', description: undefined, host: undefined },
				{ name: 'far', description: 'A far one', host: 'ssh://a@far' },
			],
		)
	})
})
