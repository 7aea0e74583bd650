import assert from 'node:assert/strict'

import type { Connection } from '../../src/engine/connection.ts'
import { EngineError } from '../../src/engine/errors.ts'
import { VolumeData } from '../../src/volumes/data/volumeData.ts'
import { TestEngine } from '../support/engine.ts'
import { makeBusybox } from '../support/images.ts'
import { connectionTo, fill } from './parts.ts'

describe('VolumeData', () => {
	let engine: TestEngine
	let connection: Connection
	let data: VolumeData
	before(async () => {
		engine = await TestEngine.start()
		await makeBusybox(engine.docker)
		await fill(
			engine,
			'data',
			[
				`mkdir -p 'a folder/deep' empty`,
				`printf 'content' > 'a folder/file.txt'`,
				`printf x > "with
newline"`,
				`printf x > "it's \\"quoted\\""`,
				`printf x > -dash`,
				`printf x > 파일`,
				`ln -s 'a folder' link`,
				`ln -s /etc outside`,
				`ln -s /bin/busybox outside-file`,
				`head -c 3000000 /dev/urandom > large; md5sum large | cut -c1-32 > sum`,
			].join('\n'),
		)
		connection = connectionTo(engine.host)
		data = new VolumeData({ connected: () => connection.connected(), helperImage: async () => 'busybox' })
	})
	after(async () => {
		data.dispose()
		connection.dispose()
		await engine.stop()
	})

	it('lists names of every kind, with what they are', async () => {
		const entries = await data.list('data', '/')
		const kinds = Object.fromEntries(entries.map(({ name, kind }) => [name, kind]))
		assert.deepEqual(kinds, {
			'a folder': 'folder',
			empty: 'folder',
			'with\nnewline': 'file',
			[`it's "quoted"`]: 'file',
			'-dash': 'file',
			파일: 'file',
			link: 'folder',
			outside: 'file',
			'outside-file': 'file',
			large: 'file',
			sum: 'file',
		})
		assert.equal(entries.find(({ name }) => name === 'large')?.size, 3_000_000)
		assert.equal(entries.find(({ name }) => name === 'link')?.isLink, true)
	})

	it('lists an empty folder', async () => assert.deepEqual(await data.list('data', '/empty'), []))

	it('reads every byte', async () => {
		const { createHash } = await import('node:crypto')
		const content = await data.read('data', '/large')
		const sum = Buffer.from(await data.read('data', '/sum'))
			.toString()
			.trim()
		assert.equal(createHash('md5').update(content).digest('hex'), sum)
		assert.equal(Buffer.from(await data.read('data', '/link/file.txt')).toString(), 'content')
		assert.equal(Buffer.from(await data.read('data', `/it's "quoted"`)).toString(), 'x')
	})

	for (const [path, reason] of [
		['/nothing', 'notFound'],
		['/a folder', 'invalid'],
		['/outside-file', 'denied'],
	] as const) {
		it(`refuses to read ${path}: ${reason}`, async () => {
			await assert.rejects(data.read('data', path), (error) => error instanceof EngineError && error.reason === reason)
		})
	}

	it('answers many at once, each with its own', async () => {
		const answers = await Promise.all([
			data.read('data', '/a folder/file.txt'),
			data.list('data', '/empty'),
			data.read('data', '/-dash'),
		])
		assert.equal(Buffer.from(answers[0]).toString(), 'content')
		assert.deepEqual(answers[1], [])
		assert.equal(Buffer.from(answers[2]).toString(), 'x')
	})

	it('leaves no helper, and never holds the volume', async () => {
		await fill(engine, 'other', 'echo 1 > file')
		await data.list('other', '/')
		await data.close('other')
		const { docker } = engine
		const helpers = await docker.listContainers({ all: true, filters: { label: ['longshore.helper=other'] } })
		assert.deepEqual(helpers, [])
		await docker.getVolume('other').remove()
	})

	it('goes on when its helper was killed', async () => {
		await data.list('data', '/')
		const { docker } = engine
		const [helper] = await docker.listContainers({ filters: { label: ['longshore.helper=data'] } })
		assert.ok(helper)
		const ended = docker.getContainer(helper.Id).wait({ condition: 'removed' })
		await docker.getContainer(helper.Id).kill()
		await ended
		assert.deepEqual(await data.list('data', '/empty'), [])
	})

	it('gives the helper no more than it needs', async () => {
		await data.list('data', '/')
		const [helper] = await engine.docker.listContainers({ filters: { label: ['longshore.helper=data'] } })
		assert.ok(helper)
		const { HostConfig } = await engine.docker.getContainer(helper.Id).inspect()
		assert.equal(HostConfig.NetworkMode, 'none')
		assert.equal(HostConfig.ReadonlyRootfs, true)
		assert.deepEqual(HostConfig.CapDrop, ['ALL'])
		const added: readonly string[] = HostConfig.CapAdd
		const rights = added.map((name) => name.replace(/^CAP_/, ''))
		assert.deepEqual(rights.sort(), ['CHOWN', 'DAC_OVERRIDE', 'DAC_READ_SEARCH', 'FOWNER', 'FSETID'])
		assert.equal(HostConfig.PidsLimit, 64)
		assert.equal(HostConfig.Memory, 256 * 1024 * 1024)
		assert.deepEqual(HostConfig.SecurityOpt, ['no-new-privileges'])
		assert.deepEqual(HostConfig.LogConfig?.Type, 'none')
	})
})
