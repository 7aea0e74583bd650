import assert from 'node:assert/strict'

import type { Connection } from '../../src/engine/connection.ts'
import { upload } from '../../src/volumes/data/upload.ts'
import { search } from '../../src/volumes/data/search.ts'
import { VolumeData } from '../../src/volumes/data/volumeData.ts'
import { TestEngine } from '../support/engine.ts'
import { makeBusybox, makeHostImage } from '../support/images.ts'
import { connectionTo, fill } from './parts.ts'

const tools = 'find stat base64 readlink cat head dd mv cp rm rmdir mkdir chown chmod ln touch grep sync'.split(' ')

describe('Shells that serve volume data', () => {
	let engine: TestEngine
	let connection: Connection
	before(async () => {
		engine = await TestEngine.start()
		await makeBusybox(engine.docker)
		connection = connectionTo(engine.host)
		const { access } = await import('node:fs/promises')
		const pathOf = async (tool: string) =>
			access(`/bin/${tool}`).then(
				() => `/bin/${tool}`,
				() => `/usr/bin/${tool}`,
			)
		const programs = await Promise.all(tools.map(async (tool) => `${await pathOf(tool)}:${tool}`))
		await makeHostImage(engine.docker, 'gnu:dash', [...programs, '/bin/dash:sh'])
		await makeHostImage(engine.docker, 'gnu:bash', [...programs, '/bin/bash:sh'])
	})
	after(async () => {
		connection.dispose()
		await engine.stop()
	})

	for (const image of ['busybox', 'gnu:dash', 'gnu:bash']) {
		it(`may be that of ${image}`, async () => {
			const volume = image.replace(':', '-')
			const data = new VolumeData({ connected: () => connection.connected(), helperImage: async () => image })
			const place = (path: string) => ({ volumeName: volume, path })
			await fill(
				engine,
				volume,
				String.raw`mkdir -p d/e; echo old > d/f; chown 5:6 d/f; chmod 4711 d/f; ln -s d/e in; ln -s /etc out; ln d/f hard; touch "$(printf 'a\377')"`,
			)
			const kinds = Object.fromEntries((await data.list(volume, '/')).map(({ name, kind }) => [name, kind]))
			assert.deepEqual(kinds, { d: 'folder', in: 'folder', out: 'file', hard: 'file', 'a\uFFFD': 'file' })
			const large = Buffer.alloc(5_000_000, Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)))
			const both = { create: true, overwrite: true }
			await data.save(place('/d/f'), Buffer.from('new'), both)
			for (const name of ['-dash', 'new\nline\n', `it's "odd" 파일`]) {
				await data.save(place(`/in/${name}`), large, both)
				await data.rename(place(`/in/${name}`), place(`/d/${name}`), { overwrite: false })
				assert.ok(large.equals(Buffer.from(await data.read(volume, `/d/${name}`))))
				await data.copy(place(`/d/${name}`), place('/d/e/copy'), { overwrite: true })
			}
			await assert.rejects(data.save(place('/out/x'), large, both), /leads out/)
			const folder = { kind: 'folder', name: 'up', children: [] } as const
			const options = { overwrite: false, signal: new AbortController().signal, report: () => undefined }
			await upload(data, [folder], place('/d'), options)
			const found: string[] = []
			await data.useShell(volume, ({ session }) =>
				search(session, 'NEW', ({ path }) => found.push(path) < 0, options.signal),
			)
			assert.deepEqual(found.sort(), ['/d/f', '/d/new\nline\n', '/hard'])
			assert.deepEqual(await data.count(volume, '/d'), { folders: 3, files: 5, bytes: 20_000_003 })
			assert.equal(await fill(engine, volume, "cat hard; stat -c ' %u:%g %a %h' d/f"), 'new 5:6 4711 2\n')
			await data.remove(place('/d'), { recursive: true })
			assert.deepEqual((await data.list(volume, '/')).length, 4)
			await data.closeAll()
			const helpers = await engine.docker.listContainers({ all: true, filters: { label: ['longshore.helper'] } })
			assert.deepEqual(helpers, [])
		})
	}
})
