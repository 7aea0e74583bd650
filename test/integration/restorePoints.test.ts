import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { parseHost } from '../../src/engine/endpoint.ts'
import { dial, type Engine } from '../../src/engine/engine.ts'
import { readBackup } from '../../src/volumes/archive/backup.ts'
import { importBackup } from '../../src/volumes/archive/importBackup.ts'
import { listRestorePoints, takeRestorePoint } from '../../src/volumes/archive/restorePoints.ts'
import { TestEngine } from '../support/engine.ts'
import { makeBusybox } from '../support/images.ts'
import { inVolumes } from '../support/volumes.ts'

describe('Restore points that go because of their number', () => {
	let test: TestEngine
	let engine: Engine
	let folder: string
	const job = () => ({ signal: new AbortController().signal, report: () => undefined })

	before(async () => {
		test = await TestEngine.start()
		await makeBusybox(test.docker)
		engine = await dial(parseHost(test.host), AbortSignal.timeout(10_000))
		folder = await mkdtemp(join(tmpdir(), 'longshore-points-'))
	})
	after(async () => {
		await test?.stop()
		if (folder) await rm(folder, { recursive: true })
	})

	it('do not go while they are put back', async () => {
		const diary = { engine, name: 'diary' }
		await test.docker.createVolume({ Name: 'diary' })
		await inVolumes(test.docker, ['diary'], 'echo monday > /diary/day')
		const kept = { folder, reason: 'import', limits: { keep: 1, days: 30 } } as const
		const monday = await takeRestorePoint(diary, kept, job())
		const backup = await readBackup(monday, job())
		await inVolumes(test.docker, ['diary'], 'echo tuesday > /diary/day')
		const tuesday = await takeRestorePoint(diary, { ...kept, stays: monday }, job())
		const target = { kind: 'replace', name: 'diary', image: 'busybox' } as const
		await importBackup(engine, backup, target, { root: '', outwardLinks: 'keep' }, job())
		assert.equal(await inVolumes(test.docker, ['diary'], 'cat /diary/day'), 'monday\n')
		const paths = async () => (await listRestorePoints(folder, engine)).map(({ path }) => path)
		assert.deepEqual(await paths(), [tuesday, monday])
		const later = await takeRestorePoint(diary, kept, job())
		assert.deepEqual(await paths(), [later], 'afterwards it is one of many')
	})
})
