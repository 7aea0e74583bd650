import assert from 'node:assert/strict'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { inspect } from 'node:util'
import { configFolder } from '../../../src/engine/contexts.ts'
import { dockerCredential, dockerSignIns } from '../../../src/registries/dockerConfig.ts'

/** A helper as the CLI knows them: keeps `carol` at ghcr.io, and nobody else. */
const helper = `#!/bin/sh
read -r server
case "$1 $server" in
	"get ghcr.io") echo '{"ServerURL":"ghcr.io","Username":"carol","Secret":"kept by the helper"}' ;;
	"get broken.example.com") echo 'secret-in no JSON' ;;
	"get one.example.com") echo '{"Username":"dave","Secret":"kept by the helper"}' ;;
	"list "*) echo '{"ghcr.io":"carol"}' ;;
	*) echo 'credentials not found in native keychain'; exit 1 ;;
esac
`

describe('the Docker CLI’s sign-in', () => {
	let folder: string
	const path = process.env['PATH']

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'longshore-docker-'))
		const program = join(folder, 'docker-credential-test')
		await writeFile(program, helper)
		await chmod(program, 0o755)
		process.env['PATH'] = `${folder}${delimiter}${path}`
	})
	afterEach(async () => {
		process.env['PATH'] = path
		await rm(folder, { recursive: true, force: true })
	})

	async function configure(configuration: unknown): Promise<void> {
		const text = typeof configuration === 'string' ? configuration : JSON.stringify(configuration)
		await writeFile(join(folder, 'config.json'), text)
	}

	const auth = Buffer.from('alice:pass:word').toString('base64')

	it('is read from the configuration', async () => {
		await configure({ auths: { 'https://index.docker.io/v1/': { auth }, 'localhost:5000': { identitytoken: 'abc' } } })
		assert.deepEqual(await dockerCredential(folder, 'docker.io'), {
			registry: 'docker.io',
			userName: 'alice',
			secret: 'pass:word',
		})
		assert.equal((await dockerCredential(folder, 'localhost:5000'))?.userName, '<token>')
		assert.equal(await dockerCredential(folder, 'ghcr.io'), undefined)
		assert.deepEqual(await dockerSignIns(folder), [
			{ registry: 'docker.io', userName: 'alice' },
			{ registry: 'localhost:5000', userName: '<token>' },
		])
	})

	it('is asked of the helper for a registry, or of the one for all', async () => {
		for (const configuration of [
			{ credHelpers: { 'ghcr.io': 'test' } },
			{ credsStore: 'test', auths: { 'ghcr.io': {} } },
		]) {
			await configure(configuration)
			assert.equal((await dockerCredential(folder, 'ghcr.io'))?.secret, 'kept by the helper')
			assert.deepEqual(await dockerSignIns(folder), [{ registry: 'ghcr.io', userName: 'carol' }])
			assert.equal(await dockerCredential(folder, 'docker.io'), undefined)
		}
	})

	it('is found with a helper that cannot list', async () => {
		const program = join(folder, 'docker-credential-one')
		await writeFile(program, helper.replace(/"list "\*\).*/, '"list "*) echo list is unimplemented; exit 1 ;;'))
		await chmod(program, 0o755)
		await configure({ credHelpers: { 'one.example.com': 'one', 'two.example.com': 'one' } })
		assert.deepEqual(await dockerSignIns(folder), [{ registry: 'one.example.com', userName: 'dave' }])
		assert.deepEqual(await dockerSignIns(folder, 'two.example.com'), [])
		await configure({ credsStore: 'one' })
		await assert.rejects(dockerSignIns(folder), /docker-credential-one: list is unimplemented/)
	})

	it('names the helper that did not start where there is no other', async () => {
		await configure({ credsStore: 'missing', auths: { 'localhost:5000': { auth } } })
		assert.deepEqual(await dockerSignIns(folder), [{ registry: 'localhost:5000', userName: 'alice' }])
		const failure = { reason: 'unexpected', message: 'docker-credential-missing could not be started.' }
		await assert.rejects(dockerSignIns(folder, 'docker.io'), failure)
		await assert.rejects(dockerCredential(folder, 'docker.io'), failure)
	})

	it('is none where the CLI was never used', async () => {
		assert.deepEqual(await dockerSignIns(folder), [])
		assert.equal(await dockerCredential(folder, 'docker.io'), undefined)
	})

	it('says what is broken, without what it holds', async () => {
		await configure('{ "auths": secret-in-a-broken-file')
		await assert.rejects(dockerSignIns(folder), (error) => !String((error as Error).stack).includes('secret-in'))
		await configure({ credsStore: 'test' })
		await assert.rejects(dockerCredential(folder, 'broken.example.com'), (error) => {
			assert.match(String(error), /did not answer in JSON/)
			return !inspect(error).includes('secret-in')
		})
		await configure({ credsStore: 'missing' })
		await assert.rejects(dockerCredential(folder, 'docker.io'), /docker-credential-missing could not be started/)
		await configure({ credsStore: '../evil' })
		await assert.rejects(dockerCredential(folder, 'docker.io'), /not valid/)
	})

	it('is where DOCKER_CONFIG says', () => {
		assert.equal(configFolder({ DOCKER_CONFIG: '/x' }, '/home/a'), '/x')
		assert.equal(configFolder({}, '/home/a'), join('/home/a', '.docker'))
	})
})
