import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

import { parseHost } from '../../../../src/engine/endpoint.ts'
import { absolutePath } from '../../../../src/volumes/archive/absolutePath.ts'
import { engineFolder, listRestorePoints } from '../../../../src/volumes/archive/restorePoints.ts'

describe('The folder of restore points', () => {
	let folder: string
	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'longshore-points-'))
	})
	after(() => rm(folder, { recursive: true }))

	const reached = (host: string, label: string) => ({ endpoint: parseHost(host, { label }) })

	async function keep(engine: ReturnType<typeof reached>, name: string): Promise<void> {
		const own = engineFolder(folder, engine)
		await mkdir(own, { recursive: true })
		await writeFile(join(own, name), '')
	}

	it('has those of an engine whatever its name was, newest first, and no other’s', async () => {
		const socket = reached('unix:///run/docker.sock', 'default')
		const context = reached('unix:///run/docker.sock', 'my context')
		assert.notEqual(engineFolder(folder, socket), engineFolder(folder, context))
		await keep(socket, 'data@20261101-000000000.manual.tar.gz')
		await keep(context, 'data@20261102-000000000.empty.tar.gz')
		await keep(reached('tcp://elsewhere:2375', 'default'), 'data@20261103-000000000.manual.tar.gz')
		for (const engine of [socket, context]) {
			const points = await listRestorePoints(folder, engine)
			assert.deepEqual(
				points.map(({ reason }) => reason),
				['empty', 'manual'],
			)
		}
		assert.deepEqual(await listRestorePoints(join(folder, 'not there'), socket), [])
	})

	it('loses what was cut off while it was written, but not what may still be written, nor anything else', async () => {
		const engine = reached('unix:///run/other.sock', 'other')
		const names = ['a@20261101-000000000.manual.tar.gz', 'b@20261101-000000000.manual.tar.gz', 'mine']
		for (const name of names) await keep(engine, `${name}.part`)
		await keep(engine, 'a@20261101-000000000.manual.tar.gz')
		const own = engineFolder(folder, engine)
		const longAgo = new Date(Date.now() - 2 * 86_400_000)
		for (const name of await readdir(own)) if (!name.startsWith('b')) await utimes(join(own, name), longAgo, longAgo)
		const points = await listRestorePoints(folder, engine)
		assert.deepEqual(
			points.map(({ volume }) => volume),
			['a'],
		)
		assert.deepEqual((await readdir(own)).toSorted(), [
			'a@20261101-000000000.manual.tar.gz',
			'b@20261101-000000000.manual.tar.gz.part',
			'mine.part',
		])
	})

	it('is where a person wrote it', () => {
		assert.equal(absolutePath('~/points'), join(homedir(), 'points'))
		assert.equal(absolutePath('~'), homedir())
		assert.equal(absolutePath('/points', '/work'), '/points')
		assert.equal(absolutePath('points', '/work'), '/work/points')
		assert.equal(absolutePath('~other/points'), undefined)
		assert.equal(absolutePath('points'), undefined)
	})
})
