import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { pack } from 'tar-stream'

import type { Engine } from '../../src/engine/engine.ts'
import { EngineError } from '../../src/engine/errors.ts'
import { saveImages } from '../../src/images/archive/operations.ts'
import { compareFiles } from '../../src/images/layers/comparison.ts'
import { filesOf } from '../../src/images/layers/fileTree.ts'
import { layersByConfig } from '../../src/images/layers/history.ts'
import { imageDetails, imageSizes, openImage } from '../../src/images/layers/operations.ts'
import type { TestEngine } from '../support/engine.ts'
import { withEngine } from './parts.ts'

const run = promisify(execFile)

describe('Layers', () => {
	let test: TestEngine
	let engine: Engine
	let folder: string
	withEngine((opened) => ({ test, engine } = opened))
	beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'longshore-layers-'))))
	afterEach(() => rm(folder, { recursive: true, force: true }))

	async function build(reference: string, dockerfile: string): Promise<string> {
		const context = pack()
		context.entry({ name: 'Dockerfile' }, dockerfile)
		context.finalize()
		const output = await test.docker.buildImage(Readable.from(context), { t: reference })
		await new Promise((resolve) => test.docker.modem.followProgress(output, resolve))
		return (await test.docker.getImage(reference).inspect()).Id
	}

	const open = (id: string, signal = new AbortController().signal, report: (bytes: number) => void = () => undefined) =>
		openImage(engine, id, folder, signal, report)

	const dockerfile = [
		'FROM busybox',
		'ENV A=b',
		'RUN mkdir /app && echo one > /app/one && echo two > /app/two && chmod 600 /app/two',
		'RUN rm /app/one && ln -s two /app/link && rm -r /tmp',
		'CMD ["sh"]',
	].join('\n')

	it('shows which instruction brought which files, and what it deleted', async () => {
		const id = await build('layered:1', dockerfile)
		const { history, layers, platform } = await imageDetails(engine, id)
		assert.match(platform, /^linux\//)
		const app = history.findIndex(({ instruction }) => instruction.startsWith('RUN mkdir /app'))
		assert.ok(app > 0)
		const image = await open(id)
		assert.equal(image.layers.length, layers)
		assert.deepEqual(
			layersByConfig(image.config, history.length),
			history.map(({ layer }) => layer),
		)
		const added = image.layers[history[app]?.layer ?? -1]
		const two = added?.get('app/two')
		assert.ok(two?.offset !== undefined)
		assert.equal(Buffer.from(await image.spool.read(two.offset, two.size)).toString(), 'two\n')
		assert.equal(two.mode, 0o600)
		const removed = image.layers[history[app + 1]?.layer ?? -1]
		assert.equal(removed?.get('app/one')?.kind, 'deleted')
		assert.equal(removed.get('tmp')?.kind, 'deleted')
		assert.equal(removed.get('app/link')?.target, 'two')
		const files = filesOf(image.layers)
		assert.deepEqual([...files.keys()].filter((path) => /^(?:app|tmp)/.test(path)).sort(), [
			'app',
			'app/link',
			'app/two',
		])
		await image.spool.dispose()
		assert.deepEqual(await readdir(folder), [])
	})

	it('sees the same files as a container of it', async () => {
		const id = await build('layered:1', dockerfile)
		const image = await open(id)
		const container = await test.docker.createContainer({
			Image: id,
			Cmd: ['find', '/bin', '/app', '-type', 'f'],
			Tty: true,
		})
		await container.start()
		await container.wait()
		const seen = (await container.logs({ stdout: true, follow: false })).toString().trim().split(/\r?\n/).sort()
		await container.remove()
		const files = [...filesOf(image.layers).values()].filter(({ kind }) => kind === 'file')
		assert.deepEqual(files.map(({ path }) => `/${path}`).sort(), seen)
		await image.spool.dispose()
	})

	it('compares two images', async () => {
		const before = await open(
			await build('compared:1', 'FROM busybox\nRUN echo 1 > /version; echo x > /same; echo a > /old'),
		)
		const after = await open(
			await build('compared:2', 'FROM busybox\nRUN echo 2 > /version; echo x > /same; echo b > /new; chmod 700 /bin'),
		)
		const differences = compareFiles(filesOf(before.layers), filesOf(after.layers))
		assert.deepEqual(
			differences.map(({ path, change, aspects }) => [path, change, ...aspects]),
			[
				['bin', 'changed', 'mode'],
				['new', 'added'],
				['old', 'removed'],
				['version', 'changed', 'content'],
			],
		)
		await before.spool.dispose()
		await after.spool.dispose()
	})

	it('leaves nothing on the disk when it is cancelled', async () => {
		const id = await build('large:1', 'FROM busybox\nRUN head -c 50000000 /dev/urandom > /large')
		const abort = new AbortController()
		await assert.rejects(
			open(id, abort.signal, (bytes) => bytes > 1_000_000 && abort.abort()),
			(error) => error instanceof EngineError && error.reason === 'cancelled',
		)
		assert.deepEqual(await readdir(folder), [])
	})

	it('says that the disk is full, and leaves nothing', async () => {
		const id = await build('large:1', 'FROM busybox\nRUN head -c 50000000 /dev/urandom > /large')
		await run('mount', ['-t', 'tmpfs', '-o', 'size=5m', 'tmpfs', folder])
		try {
			await assert.rejects(open(id), (error) => error instanceof EngineError && error.reason === 'noSpace')
			await assert.rejects(
				saveImages(engine, ['large:1'], join(folder, 'large.tar'), new AbortController().signal, () => undefined),
				(error) => error instanceof EngineError && error.reason === 'noSpace',
			)
			assert.deepEqual(await readdir(folder), [])
		} finally {
			await run('umount', [folder])
		}
	})

	it('holds no more in memory for a larger image', async () => {
		const id = await build('larger:1', 'FROM busybox\nRUN head -c 300000000 /dev/urandom > /large')
		let most = 0
		const before = process.memoryUsage.rss()
		const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss() - before)), 20)
		const image = await open(id)
		clearInterval(timer)
		assert.ok(most < 100_000_000, `${most} bytes more`)
		await image.spool.dispose()
	})

	it('tells what images share and what is their own', async () => {
		const base = (await test.docker.getImage('busybox').inspect()).Id
		const id = await build('sized:1', 'FROM busybox\nRUN head -c 100000 /dev/urandom > /own')
		const sizes = await imageSizes(engine, new AbortController().signal)
		const { shared = 0, own = 0 } = sizes.get(id) ?? {}
		assert.ok(shared > 500_000)
		if (await test.isContainerdStore()) {
			// This store keeps layers as they were pulled, too, and counts those as each image's own.
			assert.ok(own > 100_000)
			return
		}
		assert.equal(own, 100_000)
		assert.equal(sizes.get(base)?.own, 0)
	})

	it('says that an image is not there', async () => {
		await assert.rejects(
			open(`sha256:${'0'.repeat(64)}`),
			(error) => error instanceof EngineError && error.reason === 'notFound',
		)
	})
})
