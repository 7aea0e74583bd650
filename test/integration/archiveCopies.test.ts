import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { decodeVolume } from '../../src/engine/decode.ts'
import { decodeContainers } from '../../src/engine/decodeContainer.ts'
import { parseHost } from '../../src/engine/endpoint.ts'
import { dial, type Engine } from '../../src/engine/engine.ts'
import { EngineError, type Reason } from '../../src/engine/errors.ts'
import { readBackup } from '../../src/volumes/archive/backup.ts'
import { backUpSeveral } from '../../src/volumes/archive/backUpSeveral.ts'
import { copySpecification, copyVolume, renameVolume } from '../../src/volumes/archive/copyVolume.ts'
import { differences } from '../../src/volumes/archive/difference.ts'
import { emptyVolume } from '../../src/volumes/archive/emptyVolume.ts'
import { exportVolume } from '../../src/volumes/archive/exportVolume.ts'
import { safestHold, whileHeld } from '../../src/volumes/archive/holdContainers.ts'
import { removeLeftOvers } from '../../src/volumes/archive/leftOvers.ts'
import { importBackup } from '../../src/volumes/archive/importBackup.ts'
import { readBackupContent, readVolumeContent } from '../../src/volumes/archive/readContent.ts'
import { listRestorePoints, takeRestorePoint } from '../../src/volumes/archive/restorePoints.ts'
import { restoreVolumeFromImage, saveVolumeAsImage } from '../../src/volumes/archive/volumeImage.ts'
import { readFacts } from '../../src/volumes/archive/writeVolume.ts'
import { TestEngine } from '../support/engine.ts'
import { startEngineProxy } from '../support/engineProxy.ts'
import { makeBusybox } from '../support/images.ts'
import { fillOddly, inVolumes, portrait } from '../support/volumes.ts'

const because = (reason: Reason) => (error: unknown) => error instanceof EngineError && error.reason === reason

describe('Archive: clone, rename, empty, copy, compare', () => {
	let test: TestEngine
	let engine: Engine
	let folder: string
	const job = () => ({ signal: new AbortController().signal, report: () => undefined })

	before(async () => {
		test = await TestEngine.start()
		await makeBusybox(test.docker)
		engine = await dial(parseHost(test.host), AbortSignal.timeout(10_000))
		folder = await mkdtemp(join(tmpdir(), 'longshore-archive-'))
		await test.docker.createVolume({
			Name: 'odd',
			Labels: { keep: 'me', 'com.docker.compose.project': 'shop', 'com.docker.compose.volume': 'odd' },
		})
		await fillOddly(test.docker, 'odd')
	})
	after(async () => {
		await test?.stop()
		if (folder) await rm(folder, { recursive: true })
	})
	afterEach(async () => {
		const helpers = await test.docker.listContainers({ all: true, filters: { label: ['longshore.helper'] } })
		assert.deepEqual(
			helpers.map(({ Id }) => Id),
			[],
		)
	})

	const record = async (name: string) => decodeVolume(await test.docker.getVolume(name).inspect())
	const records = async () => [...decodeContainers(await test.docker.listContainers({ all: true }))]

	async function clone(name: string): Promise<void> {
		const specification = copySpecification(await record('odd'), name)
		await copyVolume({ engine, name: 'odd' }, { engine, specification }, job())
	}

	async function running(name: string, volume: string, more: object = {}): Promise<string> {
		const container = await test.docker.createContainer({
			name,
			Image: 'busybox',
			Cmd: ['sh', '-c', 'trap exit TERM; while true; do sleep 0.1; done'],
			HostConfig: { Mounts: [{ Type: 'volume', Source: volume, Target: '/data' }], ...more },
		})
		await container.start()
		return container.id
	}

	it('clones with labels, but not with those of compose', async () => {
		await clone('cloned')
		assert.deepEqual((await record('cloned')).labels, { keep: 'me' })
		assert.equal(await portrait(test.docker, 'cloned'), await portrait(test.docker, 'odd'))
	})

	it('leaves nothing of a clone that is cancelled or whose name is taken', async () => {
		await assert.rejects(clone('cloned'), because('conflict'))
		const abort = new AbortController()
		const specification = copySpecification(await record('odd'), 'never')
		const cloning = copyVolume(
			{ engine, name: 'odd' },
			{ engine, specification },
			{
				signal: abort.signal,
				report: ({ phase }) => phase === 'verifying' && abort.abort(),
			},
		)
		await assert.rejects(cloning, because('cancelled'))
		await assert.rejects(test.docker.getVolume('never').inspect())
	})

	it('renames: the new one is verified, then the old one goes', async () => {
		await clone('before')
		await renameVolume({ engine, name: 'before' }, 'afterwards', job())
		await assert.rejects(test.docker.getVolume('before').inspect())
		assert.equal(await portrait(test.docker, 'afterwards'), await portrait(test.docker, 'odd'))
		const id = await running('user', 'afterwards')
		await assert.rejects(renameVolume({ engine, name: 'afterwards' }, 'again', job()), because('inUse'))
		await assert.rejects(test.docker.getVolume('again').inspect())
		await test.docker.getContainer(id).remove({ force: true })
	})

	it('renames one whose data is elsewhere without copying it', async () => {
		await test.docker.createVolume({ Name: 'bound', DriverOpts: { type: 'none', device: folder, o: 'bind' } })
		await inVolumes(test.docker, ['bound'], 'echo here > /bound/file')
		await renameVolume({ engine, name: 'bound' }, 'rebound', job())
		assert.equal((await record('rebound')).options['device'], folder)
		assert.equal(await inVolumes(test.docker, ['rebound'], 'cat /rebound/file'), 'here\n')
		const specification = copySpecification(await record('rebound'), 'apart')
		assert.deepEqual(specification.options, {}, 'a clone is not the same data')
		await test.docker.getVolume('rebound').remove()
		await rm(join(folder, 'file'))
	})

	it('empties, and leaves the root as it was', async () => {
		await clone('emptied')
		await emptyVolume({ engine, name: 'emptied' }, 'busybox', job().signal)
		assert.equal(
			await inVolumes(test.docker, ['emptied'], 'ls -A /emptied; stat -c "%a %u %g" /emptied'),
			'2751 33 44\n',
		)
	})

	it('empties to the end what is cancelled once it has begun, and nothing before', async () => {
		await clone('cancelled')
		const before = await portrait(test.docker, 'cancelled')
		const abort = new AbortController()
		await using proxy = await startEngineProxy(test.host, (request) => {
			if (/\/wait\b/.test(request)) abort.abort()
			return 'passes'
		})
		const watched = await dial(parseHost(proxy.host), AbortSignal.timeout(10_000))
		const early = emptyVolume({ engine, name: 'cancelled' }, 'busybox', AbortSignal.abort())
		await assert.rejects(early, because('cancelled'))
		assert.equal(await portrait(test.docker, 'cancelled'), before)
		await emptyVolume({ engine: watched, name: 'cancelled' }, 'busybox', abort.signal)
		assert.equal(abort.signal.aborted, true)
		assert.equal(await inVolumes(test.docker, ['cancelled'], 'ls -A /cancelled'), '')
	})

	it('copies to another engine straight through', async () => {
		await using other = await TestEngine.start()
		await makeBusybox(other.docker)
		const target = await dial(parseHost(other.host), AbortSignal.timeout(10_000))
		const specification = copySpecification(await record('odd'), 'there')
		await copyVolume({ engine, name: 'odd' }, { engine: target, specification }, job())
		assert.equal(await portrait(other.docker, 'there'), await portrait(test.docker, 'odd'))
	})

	it('holds containers meanwhile, and lets them go on also after a failure', async () => {
		const id = await running('writer', 'cloned')
		const state = async () => (await test.docker.getContainer(id).inspect()).State
		const containers = await records()
		await whileHeld(engine, containers, 'pause', async () => assert.equal((await state()).Paused, true))
		assert.equal((await state()).Paused, false)
		const failing = whileHeld(engine, containers, 'stop', async () => {
			assert.equal((await state()).Running, false)
			throw new EngineError('noSpace', 'full')
		})
		await assert.rejects(failing, because('noSpace'))
		assert.equal((await state()).Running, true)
		assert.equal(await safestHold(engine, containers), 'stop')
		await test.docker.getContainer(id).remove({ force: true })
		const gone = await running('fleeting', 'cloned', { AutoRemove: true })
		assert.equal(await safestHold(engine, await records()), 'pause')
		await assert.rejects(
			whileHeld(engine, await records(), 'stop', async () => undefined),
			because('conflict'),
		)
		assert.equal((await test.docker.getContainer(gone).inspect()).State.Running, true)
		await test.docker.getContainer(gone).remove({ force: true })
	})

	it('lets containers go on that a process held which is no more, but not what somebody stopped or started since', async () => {
		const ids = [await running('database', 'cloned'), await running('started-since', 'cloned')]
		const [database, since] = ids.map((id) => test.docker.getContainer(id))
		assert.ok(database && since)
		const bystander = test.docker.getContainer(await running('bystander', 'odd'))
		await bystander.stop({ t: 0 })
		const reached = Promise.withResolvers<void>()
		const cutOff = Promise.withResolvers<never>()
		const containers = (await records()).filter(({ id }) => ids.includes(id))
		const work = whileHeld(engine, containers, 'stop', () => {
			reached.resolve()
			return cutOff.promise
		})
		await reached.promise
		assert.deepEqual((await removeLeftOvers(engine)).released, [], 'its process is alive')
		assert.equal((await database.inspect()).State.Running, false)
		await since.start()
		await since.stop({ t: 0 })
		assert.deepEqual((await removeLeftOvers(engine, () => false)).released, ['database'])
		assert.equal((await database.inspect()).State.Running, true)
		assert.equal((await since.inspect()).State.Running, false)
		assert.equal((await bystander.inspect()).State.Running, false)
		const notes = await test.docker.listContainers({ all: true, filters: { label: ['longshore.helper'] } })
		assert.deepEqual(notes, [])
		cutOff.reject(new EngineError('noSpace', 'full'))
		await assert.rejects(work, because('noSpace'))
		for (const each of [database, since, bystander]) await each.remove({ force: true })
	})

	it('tells what was added, removed, changed, and changed in mode only; and has both contents', async () => {
		await clone('changed')
		const path = join(folder, 'before.tar.zst')
		await exportVolume({ engine, name: 'changed' }, { path, compression: 'zstd' }, job())
		await inVolumes(
			test.docker,
			['changed'],
			'cd /changed; printf HELLO > plain; echo new > new; rm random; chmod 600 empty',
		)
		const backup = await readBackup(path, job())
		const found = differences(backup.facts, await readFacts({ engine, name: 'changed' }, job()))
		const kinds = new Map(found.map(({ path: at, kind }) => [at, kind]))
		assert.equal(kinds.get('plain'), 'content')
		assert.equal(kinds.get('hard'), 'content')
		assert.equal(kinds.get('new'), 'added')
		assert.equal(kinds.get('random'), 'removed')
		assert.equal(kinds.get('empty'), 'attributes')
		assert.deepEqual([...kinds.keys()].sort(), ['', 'deep/er/hard-too', 'empty', 'hard', 'new', 'plain', 'random'])
		const { signal } = job()
		assert.equal(String(await readBackupContent(path, '', 'plain', signal)), 'hello')
		assert.equal(String(await readVolumeContent({ engine, name: 'changed' }, 'deep/er/hard-too', signal)), 'HELLO')
		await assert.rejects(readBackupContent(path, '', 'not there', signal), because('notFound'))
	})

	it('takes restore points, keeps so many, and puts one back', async () => {
		await clone('pointed')
		const kept = { folder, reason: 'manual', limits: { keep: 2, days: 30 } } as const
		const before = await portrait(test.docker, 'pointed')
		const path = await takeRestorePoint({ engine, name: 'pointed' }, kept, job())
		await emptyVolume({ engine, name: 'pointed' }, 'busybox', job().signal)
		const target = { kind: 'replace', name: 'pointed', image: 'busybox' } as const
		await importBackup(engine, await readBackup(path, job()), target, { root: '', outwardLinks: 'keep' }, job())
		assert.equal(await portrait(test.docker, 'pointed'), before)
		for (let count = 0; count < 3; count += 1) await takeRestorePoint({ engine, name: 'pointed' }, kept, job())
		const points = await listRestorePoints(folder, engine)
		assert.equal(points.length, 2)
		assert.ok(points.every(({ volume, size }) => volume === 'pointed' && size > 0))
	})

	it('backs up several; one that fails does not keep the others from it', async () => {
		const into = await mkdtemp(join(folder, 'several-'))
		const request = {
			volumes: ['odd', 'not-there', 'cloned'],
			containers: [],
			hold: 'leave',
			folder: into,
			compression: 'gzip',
		} as const
		const results = await backUpSeveral(engine, request, job())
		assert.deepEqual(
			results.map(({ kind }) => kind),
			['done', 'failed', 'done'],
		)
		const files = await readdir(into)
		assert.equal(files.length, 2)
		for (const file of files) assert.deepEqual((await readBackup(join(into, file), job())).damages, [])
	})

	it('saves a volume as an image, and restores it from there', async () => {
		await saveVolumeAsImage({ engine, name: 'odd' }, { base: 'busybox', repository: 'odd-data', tag: '1' }, job())
		await restoreVolumeFromImage(
			engine,
			'odd-data:1',
			{ name: 'from-image', driver: 'local', options: {}, labels: {} },
			job(),
		)
		assert.equal(await portrait(test.docker, 'from-image'), await portrait(test.docker, 'odd'))
		// The other way round, as Docker's volumes-backup extension reads it.
		const container = await test.docker.createContainer({
			Image: 'odd-data:1',
			Cmd: ['/bin/sh', '-c', 'cp -Rp /volume-data/. /mount-volume/'],
			HostConfig: { Mounts: [{ Type: 'volume', Source: 'by-extension', Target: '/mount-volume' }] },
		})
		await container.start()
		assert.equal((await container.wait()).StatusCode, 0)
		await container.remove()
		assert.equal(await inVolumes(test.docker, ['by-extension'], 'cat /by-extension/plain'), 'hello')
		const plain = restoreVolumeFromImage(
			engine,
			'busybox',
			{ name: 'none', driver: 'local', options: {}, labels: {} },
			job(),
		)
		await assert.rejects(plain, because('invalid'))
		await assert.rejects(test.docker.getVolume('none').inspect())
		const labels = (await test.docker.getImage('odd-data:1').inspect()).Config.Labels
		assert.ok(!('longshore.helper' in labels))
	})
})
