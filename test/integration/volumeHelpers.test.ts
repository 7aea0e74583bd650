import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Connection } from '../../src/engine/connection.ts'
import { EngineError } from '../../src/engine/errors.ts'
import { ownerLabels } from '../../src/engine/helper.ts'
import { emptyImage, root } from '../../src/volumes/data/access.ts'
import { helperOptions } from '../../src/volumes/data/helper.ts'
import { isLeftOver, removeLeftOvers } from '../../src/volumes/archive/leftOvers.ts'
import { endShowing } from '../../src/volumes/data/otherHelpers.ts'
import { Session } from '../../src/volumes/data/session.ts'
import { findShellImage } from '../../src/volumes/data/shellImage.ts'
import { VolumeData } from '../../src/volumes/data/volumeData.ts'
import { TestEngine } from '../support/engine.ts'
import { makeBusybox } from '../support/images.ts'
import { connectionTo, fill } from './parts.ts'

/** A container has process ids of its own, and may have its machine's name. */
const elsewhere = { 'longshore.helper.owner': `${hostname()} pid:[1]:1` }

describe('Helpers of volume data', () => {
	let engine: TestEngine
	let connection: Connection
	before(async () => {
		engine = await TestEngine.start()
		await makeBusybox(engine.docker)
		connection = connectionTo(engine.host)
		await fill(engine, 'data', 'echo 1 > file')
	})
	after(async () => {
		connection.dispose()
		await engine.stop()
	})

	const helpers = () => engine.docker.listContainers({ all: true, filters: { label: ['longshore.helper'] } })
	const mount = { volumeName: 'data', target: root, readOnly: false }
	async function none(): Promise<void> {
		for (let patience = 50; (await helpers()).length > 0; patience -= 1) {
			assert.ok(patience > 0, 'A helper is left.')
			await sleep(100)
		}
	}

	it('leaves none, and nothing half-written, when its process is killed in the middle of a save', async () => {
		const script = `
			const { connect } = require('node:net')
			const { request } = require('node:http')
			const [socketPath, id] = process.argv.slice(1)
			const attach = request({ socketPath, method: 'POST', path: '/containers/' + id + '/attach?stream=1&stdin=1&stdout=1', headers: { Connection: 'Upgrade', Upgrade: 'tcp' } })
			attach.on('upgrade', (_, socket) => {
				request({ socketPath, method: 'POST', path: '/containers/' + id + '/start' }, () => {
					socket.write(process.env.PRELUDE + "\\nheld=${root}/half\\n(echo half >${root}/half; echo ready)\\n")
					socket.on('data', (data) => String(data).includes('ready') && console.log('ready'))
				}).end()
			})
			attach.end()`
		const { prelude } = await import('../../src/volumes/data/prelude.ts')
		const container = await engine.docker.createContainer(helperOptions('busybox', [mount]))
		const socket = engine.host.slice('unix://'.length)
		const child = spawn(process.execPath, ['-e', script, socket, container.id], {
			env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', PRELUDE: prelude },
			stdio: ['ignore', 'pipe', 'inherit'],
		})
		await once(child.stdout, 'data')
		assert.equal(await fill(engine, 'data', 'cat half'), 'half\n')
		child.kill('SIGKILL')
		await none()
		assert.equal(await fill(engine, 'data', 'ls'), 'file\n')
	})

	it('removes what a crash left, and nothing of anybody else', async () => {
		const { docker } = engine
		const labels = (owner: Readonly<Record<string, string>>) => ({ 'longshore.helper': 'data', ...owner })
		const make = (name: string, Labels: Record<string, string>) =>
			docker.createContainer({ name, Image: 'busybox', Cmd: ['true'], Labels })
		const gone = spawn(process.execPath, ['-e', ''], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } })
		await once(gone, 'exit')
		await make('left-over', labels(ownerLabels(gone.pid)))
		await make('another-window', labels(ownerLabels()))
		await make('another-machine', labels(elsewhere))
		await make('not-ours', { 'com.example': 'x' })
		const running = await Session.open(await connection.connected(), 'busybox', [mount])
		await removeLeftOvers(await connection.connected())
		const names = new Set((await docker.listContainers({ all: true })).flatMap(({ Names }) => Names))
		for (const kept of ['/another-window', '/another-machine', '/not-ours']) assert.ok(names.has(kept), kept)
		assert.ok(!names.has('/left-over'))
		assert.equal(running.ended, false)
		await running.close()
		await engine.docker.getContainer('another-window').remove()
		await engine.docker.getContainer('another-machine').remove()
		await none()
	})

	it('takes one for left over only when nobody can need it', () => {
		const now = 1_000_000_000_000
		const helper = (State: string, age: number, Labels: Readonly<Record<string, string>> = {}) => ({
			Id: 'x',
			State,
			Created: now / 1000 - age,
			Labels,
		})
		const alive = () => true
		const dead = () => false
		const here = ownerLabels(1)
		assert.equal(isLeftOver(helper('created', 5, here), now, dead), true)
		assert.equal(isLeftOver(helper('created', 5, here), now, alive), false)
		assert.equal(isLeftOver(helper('running', 500_000, here), now, dead), false)
		assert.equal(isLeftOver(helper('exited', 5, elsewhere), now, dead), false)
		assert.equal(isLeftOver(helper('exited', 90_000, elsewhere), now, alive), true)
		assert.equal(isLeftOver(helper('created', 5), now, dead), false)
	})

	it('never keeps a volume from being removed, whatever goes on in it', async () => {
		const data = new VolumeData({ connected: () => connection.connected(), helperImage: async () => 'busybox' })
		await fill(engine, 'busy', 'echo 1 > file')
		await data.list('busy', '/')
		const job = data.readJob('busy', (session) => session.run('sleep 30'))
		const ended = assert.rejects(job)
		await sleep(500)
		await data.close('busy')
		await ended
		await engine.docker.getVolume('busy').remove()
		data.dispose()
		await none()
	})

	it('ends what shows a volume in another window, and nothing that is done with it', async () => {
		const own = await connection.connected()
		const other = new VolumeData({ connected: () => connection.connected(), helperImage: async () => 'busybox' })
		await fill(engine, 'seen', 'echo 1 > file')
		await other.list('seen', '/')
		await assert.rejects(engine.docker.getVolume('seen').remove(), /in use/)
		assert.equal(await endShowing(own, 'seen'), false)
		await none()
		// It comes back by itself.
		assert.equal((await other.list('seen', '/')).length, 1)
		const job = other.readJob('seen', (session) => session.run('sleep 30'))
		const ended = assert.rejects(job)
		while ((await helpers()).length < 2) await sleep(50)
		assert.equal(await endShowing(own, 'seen'), true)
		assert.equal((await helpers()).length, 1)
		await other.close('seen')
		await ended
		await engine.docker.getVolume('seen').remove()
		other.dispose()
		await none()
	})

	it('lets nobody at a volume while it is withheld, and tells that it can be looked at again where that failed', async () => {
		const data = new VolumeData({ connected: () => connection.connected(), helperImage: async () => 'busybox' })
		await fill(engine, 'going', 'echo 1 > file')
		const told: unknown[] = []
		data.onDidChange((changes) => told.push(...changes))
		const because = (reason: string) => (error: unknown) => error instanceof EngineError && error.reason === reason
		await data.list('going', '/')
		// On its way when the volume is wanted.
		const job = data.readJob('going', (session) => session.run('sleep 30'))
		const ended = assert.rejects(job)
		const failure = new Error('It stays.')
		const failed = data.withheld('going', async () => {
			await assert.rejects(data.list('going', '/'), because('inUse'))
			await assert.rejects(
				data.readJob('going', (session) => session.run(':')),
				because('inUse'),
			)
			await assert.rejects(
				data.withheld('going', async () => undefined),
				because('inUse'),
			)
			assert.equal(data.isWithheld('going'), true)
			throw failure
		})
		await assert.rejects(failed, failure)
		await ended
		assert.deepEqual(told, [{ volumeName: 'going', path: '/', kind: 'changed' }])
		assert.equal((await data.list('going', '/')).length, 1)
		await data.withheld('going', () => engine.docker.getVolume('going').remove())
		assert.equal(told.length, 1)
		data.dispose()
		await none()
	})

	it('never takes data for missing where it is the image that is', async () => {
		const data = new VolumeData({ connected: () => connection.connected(), helperImage: async () => 'gone:1' })
		await assert.rejects(
			data.list('data', '/'),
			(error) => error instanceof EngineError && error.reason === 'unexpected' && error.message.includes('gone:1'),
		)
		data.dispose()
	})

	it('reads through the archive calls where no image has a shell', async () => {
		const data = new VolumeData({ connected: () => connection.connected(), helperImage: async () => emptyImage })
		await fill(
			engine,
			'shelf',
			String.raw`mkdir -p a/deep 'e m'; echo 1 > a/file; echo 2 > a/deep/x; ln -s a/file in; ln -s /etc out; touch "$(printf 'b\377')"; mkfifo pipe`,
		)
		const entries = await data.list('shelf', '/')
		assert.deepEqual(entries.map(({ name, kind }) => `${name} ${kind}`).sort(), [
			'a folder',
			'b\uFFFD file',
			'e m folder',
			'in file',
			'out file',
			'pipe other',
		])
		assert.equal(Buffer.from(await data.read('shelf', '/in')).toString(), '1\n')
		assert.equal((await data.stat('shelf', '/in')).isLink, true)
		assert.equal((await data.stat('shelf', '/a')).kind, 'folder')
		assert.equal((await data.stat('shelf', '/pipe')).kind, 'other')
		assert.deepEqual(await data.count('shelf', '/a'), { folders: 2, files: 2, bytes: 4 })
		await assert.rejects(data.read('shelf', '/out'), /leads out/)
		await assert.rejects(data.read('shelf', '/a'), /folder/)
		await assert.rejects(data.stat('shelf', '/nothing'), /no such file/)
		await assert.rejects(
			data.save({ volumeName: 'shelf', path: '/x' }, new Uint8Array(), { create: true, overwrite: true }),
			/only be read/,
		)
		await data.close('shelf')
		await engine.docker.getVolume('shelf').remove()
		await assert.rejects(engine.docker.getImage(emptyImage).inspect())
		data.dispose()
		await none()
	})

	it('finds an image with a shell among those that are there', async () => {
		const { docker } = engine
		assert.equal(await findShellImage(await connection.connected()), 'busybox:latest')
		await docker.getImage('busybox').tag({ repo: 'other', tag: '1' })
		const empty = await docker.importImage((await import('node:stream')).Readable.from([Buffer.alloc(1024)]), {
			repo: 'empty',
			tag: '1',
		})
		for await (const _ of empty);
		await docker.getImage('busybox:latest').remove()
		assert.equal(await findShellImage(await connection.connected()), 'other:1')
		await docker.getImage('other:1').tag({ repo: 'busybox', tag: 'latest' })
		await none()
	})
})
