import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'

import { parseHost } from '../../src/engine/endpoint.ts'
import { dial, type Engine } from '../../src/engine/engine.ts'
import { EngineError, type Reason } from '../../src/engine/errors.ts'
import { ArchiveError } from '../../src/volumes/archive/archiveError.ts'
import { copyVolume, renameVolume } from '../../src/volumes/archive/copyVolume.ts'
import { emptyVolume } from '../../src/volumes/archive/emptyVolume.ts'
import { whileHeld } from '../../src/volumes/archive/holdContainers.ts'
import { newVolume } from '../../src/volumes/archive/newVolume.ts'
import { removeLeftOvers } from '../../src/volumes/archive/leftOvers.ts'
import { putBack, withRollback } from '../../src/volumes/archive/rollback.ts'
import { saveVolumeAsImage } from '../../src/volumes/archive/volumeImage.ts'
import { VolumeHelper } from '../../src/volumes/archive/volumeHelper.ts'
import { TestEngine } from '../support/engine.ts'
import { startEngineProxy, type Fate } from '../support/engineProxy.ts'
import { makeBusybox } from '../support/images.ts'
import { inVolumes, portrait } from '../support/volumes.ts'

const because = (reason: Reason) => (error: unknown) => error instanceof EngineError && error.reason === reason

describe('Work on volumes that is cut off', () => {
	let test: TestEngine
	let engine: Engine
	const job = () => ({ signal: new AbortController().signal, report: () => undefined })
	const nobodyLives = () => false
	before(async () => {
		test = await TestEngine.start()
		// Its containers have an anonymous volume each, as those of most databases' images.
		await makeBusybox(test.docker)
		const image = await test.docker.createContainer({ Image: 'busybox' })
		await image.commit({ repo: 'busybox', changes: 'VOLUME /declared' })
		await image.remove()
		engine = await dial(parseHost(test.host), AbortSignal.timeout(10_000))
		await test.docker.createVolume({ Name: 'notes' })
		await inVolumes(test.docker, ['notes'], 'echo monday > /notes/both; echo kept > /notes/own')
	})
	after(async () => {
		await test?.stop()
	})

	const volumes = async () => (await test.docker.listVolumes()).Volumes.map(({ Name }) => Name).toSorted()
	const helpers = async () =>
		(await test.docker.listContainers({ all: true, filters: { label: ['longshore.helper'] } })).length

	it('leaves no anonymous volume that a helper has because its image declares one', async () => {
		const specification = { name: 'copy', driver: 'local', options: {}, labels: {} }
		await copyVolume({ engine, name: 'notes' }, { engine, specification }, job())
		await emptyVolume({ engine, name: 'copy' }, 'busybox', job().signal)
		await test.docker.getVolume('copy').remove()
		assert.deepEqual(await volumes(), ['notes'])
	})

	it('keeps the copy of a rename where nobody knows whether the old one went', async () => {
		await using proxy = await startEngineProxy(test.host, (request) =>
			/^DELETE .*\/volumes\/old$/.test(request) ? 'answerIsLost' : 'passes',
		)
		const broken = await dial(parseHost(proxy.host), AbortSignal.timeout(10_000))
		const specification = { name: 'old', driver: 'local', options: {}, labels: {} }
		await copyVolume({ engine, name: 'notes' }, { engine, specification }, job())
		await assert.rejects(
			renameVolume({ engine: broken, name: 'old' }, 'new', job()),
			(error) => error instanceof ArchiveError && error.problem.kind === 'oldStays',
		)
		assert.deepEqual(await volumes(), ['new', 'notes'])
		assert.equal(await portrait(test.docker, 'new'), await portrait(test.docker, 'notes'))
		await test.docker.getVolume('new').remove()
	})

	it('refuses a second change of a volume while one goes on', async () => {
		const notes = { engine, name: 'notes' }
		await withRollback(notes, 'busybox', job(), async () => {
			const second = withRollback(notes, 'busybox', job(), () => Promise.reject(new Error('It was let in.')))
			await assert.rejects(second, because('conflict'))
		})
		assert.deepEqual(await volumes(), ['notes'])
		assert.equal(await helpers(), 0)
	})

	it('puts back what a change that was cut off has taken', async () => {
		const notes = { engine, name: 'notes' }
		const before = await portrait(test.docker, 'notes')
		const reached = Promise.withResolvers<void>()
		const cutOff = Promise.withResolvers<never>()
		const change = withRollback(notes, 'busybox', job(), async () => {
			await emptyVolume(notes, 'busybox', job().signal)
			reached.resolve()
			return cutOff.promise
		})
		await reached.promise
		assert.deepEqual((await removeLeftOvers(engine)).changed, [], 'its process is alive')
		const { changed } = await removeLeftOvers(engine, nobodyLives)
		const [kept] = changed
		assert.ok(kept)
		assert.equal(kept.volume, 'notes')
		assert.ok((await volumes()).includes(kept.kept))
		assert.deepEqual((await removeLeftOvers(engine, nobodyLives)).changed, changed, 'until it is put back')
		await putBack(notes, kept.kept, 'busybox', job())
		assert.equal(await portrait(test.docker, 'notes'), before)
		assert.deepEqual(await volumes(), ['notes'])
		assert.equal(await helpers(), 0)
		// Whoever was late puts nothing back from what is gone.
		cutOff.reject(new EngineError('noSpace', 'full'))
		await assert.rejects(change, because('noSpace'))
		assert.equal(await portrait(test.docker, 'notes'), before)
	})

	it('lets containers go on as soon as the engine is back, and only when all is put back', async () => {
		const before = await portrait(test.docker, 'notes')
		let fate: Fate = 'passes'
		await using proxy = await startEngineProxy(test.host, () => fate)
		const broken = await dial(parseHost(proxy.host), AbortSignal.timeout(10_000))
		const container = await test.docker.createContainer({ Image: 'busybox', Cmd: ['sleep', '1000'] })
		await container.start()
		const { Id: id, Image: imageId } = await container.inspect()
		const isPaused = async () => (await container.inspect()).State.Paused
		const untilItGoesOn = async () => {
			while (await isPaused()) await setTimeout(50)
		}
		const hold = (work: () => Promise<void>) => whileHeld(broken, [{ id, imageId }], 'pause', work)

		await hold(async () => {
			fate = 'neverArrives'
		})
		assert.equal(await isPaused(), true)
		fate = 'passes'
		await untilItGoesOn()

		const notes = { engine: broken, name: 'notes' }
		const work = hold(() =>
			withRollback(notes, 'busybox', job(), async () => {
				await emptyVolume(notes, 'busybox', job().signal)
				fate = 'neverArrives'
				throw new EngineError('unreachable', 'gone')
			}),
		)
		await assert.rejects(work, because('unreachable'))
		assert.equal(await isPaused(), true)
		fate = 'passes'
		await untilItGoesOn()
		assert.equal(await portrait(test.docker, 'notes'), before)
		while ((await helpers()) > 0) await setTimeout(50)
		await container.remove({ force: true, v: true })
		assert.deepEqual(await volumes(), ['notes'])
	})

	it('lets containers go on also where somebody has removed the note of them, and says which can’t', async () => {
		const notes = () => test.docker.listContainers({ all: true, filters: { label: ['longshore.helper.held'] } })
		const removeNotes = async () => {
			for (const { Id } of await notes()) await test.docker.getContainer(Id).remove({ v: true })
		}
		const network = await test.docker.createNetwork({ Name: 'fleeting' })
		const container = await test.docker.createContainer({
			Image: 'busybox',
			name: 'connected',
			Cmd: ['sleep', '1000'],
			StopSignal: 'SIGKILL',
			HostConfig: { NetworkMode: 'fleeting' },
		})
		await container.start()
		const { Id: id, Image: imageId } = await container.inspect()
		for (const how of ['pause', 'stop'] as const) {
			await whileHeld(engine, [{ id, imageId }], how, removeNotes)
			const { State } = await container.inspect()
			assert.deepEqual([State.Running, State.Paused], [true, false])
		}
		const stuck = whileHeld(engine, [{ id, imageId }], 'stop', () => network.remove())
		await assert.rejects(
			stuck,
			(error) =>
				error instanceof ArchiveError && error.problem.kind === 'staysHeld' && error.problem.container === 'connected',
		)
		assert.equal((await notes()).length, 1, 'for another try')
		await removeNotes()
		await container.remove({ force: true, v: true })
		assert.deepEqual(await volumes(), ['notes'])
	})

	it('removes an image that was not finished as soon as the engine is back', async () => {
		const images = async () => (await test.docker.listImages()).length
		const before = await images()
		let fate: Fate = 'passes'
		await using proxy = await startEngineProxy(test.host, (request) => {
			if (/^POST .*\/images\/[^/]+\/tag\b/.test(request)) fate = 'neverArrives'
			return fate
		})
		const notes = { engine: await dial(parseHost(proxy.host), AbortSignal.timeout(10_000)), name: 'notes' }
		const saving = saveVolumeAsImage(notes, { base: 'busybox', repository: 'notes-data', tag: '1' }, job())
		await assert.rejects(saving, because('unreachable'))
		assert.equal(await images(), before + 1)
		fate = 'passes'
		while ((await images()) > before) await setTimeout(50)
		while ((await helpers()) > 0) await setTimeout(50)
	})

	it('leaves a new volume there while what was at its place is yet to be put back', async () => {
		const kept = new ArchiveError('unreachable', { kind: 'keptIn', volume: 'place', kept: 'place-before-1' })
		const specification = { name: 'place', driver: 'local', options: {}, labels: {} }
		const told = new Error('What a person is told.', { cause: kept })
		await assert.rejects(newVolume(engine, specification, () => Promise.reject(told)))
		assert.deepEqual(await volumes(), ['notes', 'place'])
		await test.docker.getVolume('place').remove()
	})

	it('tells which new volume has not all that it should, and holds nothing of it any more', async () => {
		await test.docker.createVolume({ Name: 'half' })
		await VolumeHelper.open({ engine, name: 'half' }, 'readWrite')
		await VolumeHelper.open({ engine, name: 'notes' }, 'readOnly')
		assert.deepEqual((await removeLeftOvers(engine)).unfinished, [])
		assert.equal(await helpers(), 2)
		assert.deepEqual((await removeLeftOvers(engine, nobodyLives)).unfinished, ['half'])
		assert.equal(await helpers(), 0)
		await test.docker.getVolume('half').remove()
		assert.deepEqual(await volumes(), ['notes'])
	})
})
