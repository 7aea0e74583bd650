import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { cp, mkdir, rm } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pack } from 'tar-stream'

import type { Connection } from '../../src/engine/connection.ts'
import { Inventory } from '../../src/engine/inventory.ts'
import type { Finding } from '../../src/images/preflight/finding.ts'
import { preflight } from '../../src/images/preflight/preflight.ts'
import { performPush, PushError } from '../../src/images/pushes/performPush.ts'
import { repositoriesAt } from '../../src/images/pushes/remoteNames.ts'
import { isReferenceError, parseReference, type Reference } from '../../src/images/reference.ts'
import type { Credential } from '../../src/registries/account.ts'
import { authorityPath, certificateProblem } from '../../src/registries/certificate.ts'
import { RegistryApi } from '../../src/registries/registryApi.ts'
import { Remote } from '../../src/registries/remote.ts'
import { connectionTo, silent } from '../integration/parts.ts'
import { accountStorage, credentialIn } from '../support/accountStorage.ts'
import { TestEngine } from '../support/engine.ts'
import { startHub } from '../support/hub.ts'
import { makeBusybox, makeImage } from '../support/images.ts'
import { reachHub } from '../support/reachHub.ts'
import { startRegistry, type Registry } from '../support/registry.ts'
import { makeSecretImage, secretValues } from '../support/secretImage.ts'

function referenceOf(text: string): Reference {
	const reference = parseReference(text)
	assert.ok(!isReferenceError(reference))
	return reference
}

const signal = () => AbortSignal.timeout(20_000)

async function archiveOf(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
	const archive = pack()
	for (const [name, content] of Object.entries(files)) archive.entry({ name }, content)
	archive.finalize()
	return buffer(archive)
}

/** A real engine and real registries of several kinds. */
describe('Registries of one’s own', function () {
	this.timeout(60_000)
	let engine: TestEngine
	let connection: Connection
	let registry: Registry
	let credential: Credential

	before(async () => {
		engine = await TestEngine.start()
		connection = connectionTo(engine.host)
		await makeBusybox(engine.docker)
		registry = await startRegistry({ account: { name: 'alice', secret: 'correct horse' } })
		credential = { registry: registry.address, userName: 'alice', secret: 'correct horse' }
	})
	after(async () => {
		connection?.dispose()
		await registry?.stop()
		await engine?.stop()
	})

	async function push(name: string, known: Credential | undefined): Promise<string> {
		await makeImage(engine.docker, name)
		const { digest } = await performPush({
			connection,
			host: engine.host,
			reference: referenceOf(name),
			credential: async () => known,
			signal: new AbortController().signal,
			report: () => undefined,
			retrying: () => undefined,
		})
		return digest
	}

	async function findings(name: string, readLayers = false): Promise<readonly Finding[]> {
		const found: Finding[] = []
		await preflight(await connection.connected(), {
			image: name,
			reference: referenceOf(name),
			credential,
			readLayers,
			signal: signal(),
			report: (progress) => found.push(...progress.found),
		})
		return found
	}

	it('take a push, and list what they have', async () => {
		const digest = await push(`${registry.address}/shop/api:1`, credential)
		const api = new RegistryApi(registry.address, credential)
		assert.equal(await api.digest('shop/api', '1', signal()), digest)
		assert.equal(await api.digest('shop/api', '2', signal()), undefined)
		assert.deepEqual((await api.catalog(undefined, signal())).items, ['shop/api'])
		assert.deepEqual((await api.tags('shop/api', undefined, signal()))?.items, ['1'])
		assert.equal(await api.tags('shop/none', undefined, signal()), undefined)
		const manifest = await api.manifest('shop/api', '1', signal())
		const { Id, RootFS } = await engine.docker.getImage(`${registry.address}/shop/api:1`).inspect()
		assert.ok(manifest?.configuration)
		// An engine that keeps images as containerd does knows them by their manifest.
		assert.ok([manifest.configuration, digest].includes(Id), Id)
		const { layers } = await api.configuration('shop/api', manifest.configuration, signal())
		assert.deepEqual(layers, RootFS.Layers)
	})

	it('are listed page by page', async () => {
		const api = new RegistryApi(registry.address, credential)
		await engine.docker
			.getImage(`${registry.address}/shop/api:1`)
			.tag({ repo: `${registry.address}/shop/web`, tag: '1' })
		await performPush({
			connection,
			host: engine.host,
			reference: referenceOf(`${registry.address}/shop/web:1`),
			credential: async () => credential,
			signal: new AbortController().signal,
			report: () => undefined,
			retrying: () => undefined,
		})
		const first = await api.catalog('/v2/_catalog?n=1', signal())
		assert.deepEqual(first.items, ['shop/api'])
		assert.ok(first.next)
		assert.deepEqual((await api.catalog(first.next, signal())).items, ['shop/web'])
	})

	it('refuse a wrong password', async () => {
		const wrong = { ...credential, secret: 'wrong' }
		await assert.rejects(new RegistryApi(registry.address, wrong).verify(signal()), { reason: 'unauthorized' })
		const error: unknown = await push(`${registry.address}/shop/api:1`, wrong).catch((thrown: unknown) => thrown)
		assert.ok(error instanceof PushError)
		assert.equal(error.diagnosis.cause, 'tokenRefused')
	})

	it('are shown with digest, size and platform of each tag', async () => {
		const accounts = accountStorage().accounts()
		const account = await accounts.add(credential)
		const remote = new Remote(accounts, credentialIn(accounts), async () => [])
		assert.deepEqual(
			(await remote.repositories(account, '')).items.map(({ path }) => path),
			['shop/api', 'shop/web'],
		)
		const [tag] = (await remote.tags(account, 'shop/api')).items
		assert.match(tag?.digest ?? '', /^sha256:/)
		assert.ok((tag?.size ?? 0) > 1000)
		assert.deepEqual(tag?.platforms, ['linux/amd64'])
		await remote.search(account, '', 'web')
		assert.deepEqual(
			(await remote.repositories(account, '')).items.map(({ path }) => path),
			['shop/web'],
		)
		for (const [text, found] of [
			['none', []],
			['1', ['1']],
		] as const) {
			await remote.searchTags(account, 'shop/api', text)
			assert.deepEqual(
				(await remote.tags(account, 'shop/api')).items.map(({ name }) => name),
				found,
			)
		}
	})

	it('that list nothing are known by local images, which nobody has asked for yet, until another token may see more', async () => {
		await using hub = await startHub()
		using _there = await reachHub(hub)
		hub.createAccount({ name: 'alice', password: 'not-a-token' })
		// Its token service lets nobody list.
		const listless = { registry: 'registry-1.docker.io', userName: 'alice' }
		await makeImage(engine.docker, `${listless.registry}/shop/local:1`)
		await makeImage(engine.docker, 'elsewhere.test/shop/other:1')
		const accounts = accountStorage().accounts()
		const account = await accounts.add({ ...listless, secret: hub.createToken('alice') })
		const inventory = new Inventory(connection, silent)
		const known = (asked: string) => repositoriesAt(asked, inventory)
		try {
			const remote = new Remote(accounts, credentialIn(accounts), known)
			const { items, isPartial } = await remote.repositories(account, '')
			assert.ok(isPartial)
			assert.deepEqual(items, [{ path: 'shop/local' }])
			await accounts.add({ ...listless, secret: 'wrong' })
			await assert.rejects(remote.repositories(account, ''), { reason: 'unauthorized' })
		} finally {
			inventory.dispose()
		}
	})

	it('tell what a push would overwrite, and how much they have already', async () => {
		const name = `${registry.address}/shop/api:1`
		await push(name, credential)
		const same = await findings(name)
		assert.ok(same.some(({ kind }) => kind === 'sameImage'))
		await makeImage(engine.docker, name)
		const found = await findings(name)
		assert.ok(found.some(({ kind }) => kind === 'overwritten'))
		const size = found.find(({ kind }) => kind === 'size')
		// All but the image's own layer.
		assert.ok(size?.kind === 'size' && size.there && size.there.layers === size.layers - 1)
		assert.ok(size.there.bytes > 1000)
		const unknown = `${registry.address}/shop/new:1`
		await makeImage(engine.docker, unknown)
		assert.ok((await findings(unknown)).some(({ kind }) => kind === 'newRepository'))
	})

	it('tell when an image is for another platform than the others there', async () => {
		const name = `${registry.address}/shop/api`
		const layer = await archiveOf({ file: 'content' })
		const digest = createHash('sha256').update(layer).digest('hex')
		const configuration = {
			architecture: 'arm64',
			os: 'linux',
			config: {},
			rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
		}
		const manifest = [{ Config: 'config.json', RepoTags: [`${name}:other`], Layers: ['layer.tar'] }]
		const archive = await archiveOf({
			'config.json': JSON.stringify(configuration),
			'layer.tar': layer,
			'manifest.json': JSON.stringify(manifest),
		})
		const answer = await engine.docker.loadImage(Readable.from([archive]))
		const { promise, resolve, reject } = Promise.withResolvers<void>()
		engine.docker.modem.followProgress(answer, (failed) => (failed ? reject(failed) : resolve()))
		await promise
		const found = (await findings(`${name}:other`)).find(({ kind }) => kind === 'otherPlatform')
		assert.deepEqual(found, {
			kind: 'otherPlatform',
			severity: 'warning',
			platform: 'linux/arm64',
			usual: ['linux/amd64'],
		})
	})

	it('are spared the secrets of an image', async () => {
		const name = `${registry.address}/shop/secret:1`
		await makeSecretImage(engine.docker, name)
		const found = await findings(name, true)
		const kinds = found
			.filter(({ severity }) => severity !== 'note')
			.map((each) => ('rule' in each ? each.rule : each.kind))
		assert.deepEqual(kinds.sort(), [
			'environmentFile',
			'gitFolder',
			'privateKey',
			'secretInstruction',
			'secretLabel',
			'secretVariable',
		])
		const key = found.find((each) => each.kind === 'secretFile' && each.rule === 'privateKey')
		assert.ok(key?.kind === 'secretFile' && key.deletedLater)
		assert.match(key.instruction, /^COPY/)
		for (const value of secretValues) assert.ok(!JSON.stringify(found).includes(value), value)
	})

	it('need an authority that the engine trusts, and are told from others by that', async () => {
		const host = Object.values(networkInterfaces())
			.flatMap((addresses) => addresses ?? [])
			.find(({ family, internal }) => family === 'IPv4' && !internal)?.address
		assert.ok(host, 'an address outside 127.0.0.0/8')
		await using encrypted = await startRegistry({ host, tls: { names: [] } })
		const name = `${encrypted.address}/shop/api:1`
		const error: unknown = await push(name, undefined).catch((thrown: unknown) => thrown)
		assert.ok(error instanceof PushError)
		assert.equal(error.diagnosis.cause, 'certificate')
		assert.equal(certificateProblem(error.diagnosis.error.message), 'unknownAuthority')
		const path = authorityPath(encrypted.address)
		try {
			await mkdir(dirname(path), { recursive: true })
			await cp(encrypted.certificates?.authority ?? '', path)
			assert.match(await push(name, undefined), /^sha256:/)
		} finally {
			await rm(dirname(path), { recursive: true, force: true })
		}
	})

	it('on this machine that encrypt are not taken for ones that don’t: the engine can push to them', async () => {
		await using encrypted = await startRegistry({
			account: { name: 'alice', secret: 'correct horse' },
			tls: { names: [] },
		})
		const own = { ...credential, registry: encrypted.address }
		await assert.rejects(new RegistryApi(encrypted.address, own).verify(signal()), { reason: 'certificate' })
		assert.match(await push(`${encrypted.address}/shop/api:1`, own), /^sha256:/)
	})

	it('must encrypt, unless they are on this machine', async () => {
		const host = Object.values(networkInterfaces())
			.flatMap((addresses) => addresses ?? [])
			.find(({ family, internal }) => family === 'IPv4' && !internal)?.address
		assert.ok(host)
		await using plain = await startRegistry({ host })
		const error: unknown = await push(`${plain.address}/shop/api:1`, undefined).catch((thrown: unknown) => thrown)
		assert.ok(error instanceof PushError)
		assert.equal(error.diagnosis.cause, 'certificate')
		assert.equal(certificateProblem(error.diagnosis.error.message), 'plainHttp')
	})
})
