import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Engine } from '../../src/engine/engine.ts'
import { EngineError, type Reason } from '../../src/engine/errors.ts'
import { loadImages, saveImages } from '../../src/images/archive/operations.ts'
import { commitContainer } from '../../src/images/build/commit.ts'
import { isReferenceError, parseReference } from '../../src/images/reference.ts'
import type { TestEngine } from '../support/engine.ts'
import { makeImage } from '../support/images.ts'
import { withEngine } from './parts.ts'

function because(reason: Reason) {
	return (error: unknown) => error instanceof EngineError && error.reason === reason
}

describe('Images as files, and of containers', () => {
	let test: TestEngine
	let engine: Engine
	let folder: string
	const never = new AbortController().signal
	const quiet = () => undefined
	withEngine((opened) => ({ test, engine } = opened))
	before(async () => {
		await makeImage(test.docker, 'app:1', { bytes: 20_000_000 })
		await makeImage(test.docker, 'app:2')
	})
	beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'longshore-archive-'))))
	afterEach(async () => {
		await rm(folder, { recursive: true, force: true })
		await test.clear()
	})

	const idOf = async (name: string) => (await test.docker.getImage(name).inspect()).Id

	for (const extension of ['tar', 'tar.gz']) {
		it(`saves and loads several images: ${extension}`, async () => {
			const ids = [await idOf('app:1'), await idOf('app:2')]
			const path = join(folder, `images.${extension}`)
			let saved = 0
			await saveImages(engine, ['app:1', 'app:2'], path, never, (bytes) => (saved = bytes))
			assert.ok(saved > 20_000_000)
			assert.deepEqual(await readdir(folder), [`images.${extension}`])
			const head = (await readFile(path)).subarray(0, 2).toString('hex')
			assert.equal(head === '1f8b', extension === 'tar.gz')
			for (const name of ['app:1', 'app:2']) await test.docker.getImage(name).remove()
			await assert.rejects(idOf('app:1'))
			let last = [0, 0]
			const names = await loadImages(engine, path, never, (bytes, total) => (last = [bytes, total]))
			assert.deepEqual([...names].sort(), ['app:1', 'app:2'])
			assert.deepEqual([await idOf('app:1'), await idOf('app:2')], ids)
			const { size } = await stat(path)
			assert.deepEqual(last, [size, size])
		})
	}

	it('leaves no file when saving is cancelled, and keeps the one that was there', async () => {
		const path = join(folder, 'app.tar')
		await writeFile(path, 'before')
		const abort = new AbortController()
		await assert.rejects(
			saveImages(engine, ['app:1'], path, abort.signal, (bytes) => bytes > 1_000_000 && abort.abort()),
			because('cancelled'),
		)
		assert.deepEqual(await readdir(folder), ['app.tar'])
		assert.equal(await readFile(path, 'utf8'), 'before')
	})

	it('says that an image to save is not there, and that a folder can’t be written', async () => {
		await assert.rejects(saveImages(engine, ['nothing:1'], join(folder, 'x.tar'), never, quiet), EngineError)
		await assert.rejects(saveImages(engine, ['app:2'], join(folder, 'none/x.tar'), never, quiet), EngineError)
		assert.deepEqual(await readdir(folder), [])
	})

	it('refuses to load what holds no image', async () => {
		const path = join(folder, 'x.tar')
		await writeFile(path, 'nothing like a tar')
		await assert.rejects(loadImages(engine, path, never, quiet), EngineError)
	})

	it('loads nothing when it is cancelled', async () => {
		const path = join(folder, 'app.tar')
		await saveImages(engine, ['app:1'], path, never, quiet)
		await test.docker.getImage('app:1').remove()
		const abort = new AbortController()
		await assert.rejects(
			loadImages(engine, path, abort.signal, (bytes) => bytes > 1_000_000 && abort.abort()),
			because('cancelled'),
		)
		await assert.rejects(idOf('app:1'))
		await makeImage(test.docker, 'app:1', { bytes: 20_000_000 })
	})

	it('commits what a container wrote, without the data of its volumes', async () => {
		const container = await test.docker.createContainer({
			Image: 'busybox',
			Cmd: ['sh', '-c', 'echo kept > /kept; echo volume > /data/file; echo memory > /memory/file; sleep 1000'],
			HostConfig: { Mounts: [{ Type: 'volume', Source: 'data', Target: '/data' }], Tmpfs: { '/memory': '' } },
		})
		await container.start()
		await new Promise((resolve) => setTimeout(resolve, 500))
		const reference = parseReference('alice/committed:1')
		assert.ok(!isReferenceError(reference))
		const id = await commitContainer(engine, {
			containerId: container.id,
			reference,
			message: 'what changed',
			author: 'Alice <alice@example.com>',
			pause: true,
			changes: ['ENV MODE=demo', 'CMD ["find", "/kept", "/data", "/memory", "-type", "f"]'],
		})
		const image = await test.docker.getImage('alice/committed:1').inspect()
		assert.deepEqual([image.Id, image.Comment, image.Author], [id, 'what changed', 'Alice <alice@example.com>'])
		assert.ok(image.Config.Env?.includes('MODE=demo'))
		assert.equal((await container.inspect()).State.Paused, false)
		const check = await test.docker.createContainer({ Image: id, Tty: true })
		await check.start()
		await check.wait()
		const output = (await check.logs({ stdout: true, follow: false })).toString()
		assert.equal(output.trim(), '/kept')
	})
})
