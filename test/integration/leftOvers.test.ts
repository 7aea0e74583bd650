import assert from 'node:assert/strict'

import { parseHost } from '../../src/engine/endpoint.ts'
import { dial, type Engine } from '../../src/engine/engine.ts'
import { EngineError } from '../../src/engine/errors.ts'
import { ArchiveError } from '../../src/volumes/archive/archiveError.ts'
import { whileHeld } from '../../src/volumes/archive/holdContainers.ts'
import { keptLabels, noteKept, removeKept } from '../../src/volumes/archive/keptVolume.ts'
import { removeLeftOvers } from '../../src/volumes/archive/leftOvers.ts'
import { VolumeHelper } from '../../src/volumes/archive/volumeHelper.ts'
import { TestEngine } from '../support/engine.ts'
import { makeBusybox } from '../support/images.ts'

describe('What a killed window left of a change of a volume', () => {
	let test: TestEngine
	let engine: Engine
	const nobodyLives = () => false
	const nothing = { released: [], failures: [], changed: [], unfinished: [] }
	before(async () => {
		test = await TestEngine.start()
		await makeBusybox(test.docker)
		engine = await dial(parseHost(test.host), AbortSignal.timeout(10_000))
		await test.docker.createVolume({ Name: 'notes' })
	})
	after(async () => {
		await test?.stop()
	})

	const volumes = async () => (await test.docker.listVolumes()).Volumes.map(({ Name }) => Name).toSorted()
	const helpers = async () =>
		(await test.docker.listContainers({ all: true, filters: { label: ['longshore.helper'] } })).length

	it('removes what was to be kept only where it is certain that nothing was changed yet', async () => {
		await test.docker.createVolume({ Name: 'notes-before-1', Labels: keptLabels('notes') })
		await VolumeHelper.open({ engine, name: 'notes-before-1' }, 'readWrite')
		assert.deepEqual(await removeLeftOvers(engine, nobodyLives), nothing)
		assert.deepEqual(await volumes(), ['notes'])
		await test.docker.createVolume({ Name: 'notes-before-2', Labels: keptLabels('notes') })
		for (const when of ['once', 'and again']) {
			const { changed } = await removeLeftOvers(engine, nobodyLives)
			assert.deepEqual(
				changed.map(({ kept, isComplete }) => [kept, isComplete]),
				[['notes-before-2', false]],
				when,
			)
		}
		await test.docker.getVolume('notes-before-2').remove()
	})

	it('keeps what a volume was before also where containers were pruned, or its owner is elsewhere', async () => {
		const volume = 'notes'
		await test.docker.createVolume({ Name: 'notes-before-1', Labels: keptLabels(volume) })
		await noteKept(engine, { volume, kept: 'notes-before-1' })
		const elsewhere = { ...keptLabels(volume), 'longshore.helper.owner': 'elsewhere:1' }
		await test.docker.createVolume({ Name: 'notes-before-2', Labels: elsewhere })
		await test.docker.pruneContainers()
		const { changed } = await removeLeftOvers(engine, nobodyLives)
		assert.deepEqual(
			changed.map(({ kept, isComplete }) => [kept, isComplete]),
			[['notes-before-1', true]],
			'the other may be in use for a day',
		)
		assert.deepEqual(await volumes(), ['notes', 'notes-before-1', 'notes-before-1-complete', 'notes-before-2'])
		for (const name of ['notes-before-1', 'notes-before-2']) await test.docker.getVolume(name).remove()
		await removeLeftOvers(engine, () => true)
		assert.deepEqual(await volumes(), ['notes'], 'a note on nothing goes')
	})

	it('lets containers go on only when it is decided what becomes of the volume they use, and tells of one that can’t', async () => {
		await test.docker.createVolume({ Name: 'notes-before-1', Labels: keptLabels('notes') })
		await noteKept(engine, { volume: 'notes', kept: 'notes-before-1' })
		const network = await test.docker.createNetwork({ Name: 'fleeting' })
		const start = async (name: string, HostConfig: object) => {
			const container = await test.docker.createContainer({
				...{ name, Image: 'busybox', Cmd: ['sleep', '1000'], StopSignal: 'SIGKILL', HostConfig },
			})
			await container.start()
			return container
		}
		const writer = await start('writer', { Mounts: [{ Type: 'volume', Source: 'notes', Target: '/notes' }] })
		const stuck = await start('stuck', { NetworkMode: 'fleeting' })
		const cutOff = Promise.withResolvers<never>()
		const works: Promise<never>[] = []
		for (const container of [writer, stuck]) {
			const { Id: id, Image: imageId } = await container.inspect()
			const reached = Promise.withResolvers<void>()
			const work = whileHeld(engine, [{ id, imageId }], 'stop', () => {
				reached.resolve()
				return cutOff.promise
			})
			works.push(work)
			await reached.promise
		}
		await network.remove()

		const { released, failures, changed } = await removeLeftOvers(engine, nobodyLives)
		assert.deepEqual(released, [])
		assert.deepEqual(
			failures.map((error) => error instanceof ArchiveError && error.problem),
			[{ kind: 'staysHeld', container: 'stuck' }],
		)
		assert.deepEqual(
			changed.map(({ kept, waiting }) => [kept, waiting]),
			[['notes-before-1', ['writer']]],
		)
		assert.equal((await writer.inspect()).State.Running, false)
		await stuck.remove({ force: true, v: true })
		await removeKept(engine, 'notes-before-1')
		assert.deepEqual(await removeLeftOvers(engine, nobodyLives), { ...nothing, released: ['writer'] })
		assert.equal((await writer.inspect()).State.Running, true)
		assert.equal(await helpers(), 0)
		const ended = works.map((work) => assert.rejects(work, { reason: 'noSpace' }))
		cutOff.reject(new EngineError('noSpace', 'full'))
		await Promise.all(ended)
		await writer.remove({ force: true, v: true })
		assert.deepEqual(await volumes(), ['notes'])
	})
})
