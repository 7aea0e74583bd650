import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'

import { parseHost } from '../../src/engine/endpoint.ts'
import { dial, type Engine } from '../../src/engine/engine.ts'
import { EngineError, type Reason } from '../../src/engine/errors.ts'
import { readBackup } from '../../src/volumes/archive/backup.ts'
import { compressionOf } from '../../src/volumes/archive/backupFile.ts'
import { exportVolume } from '../../src/volumes/archive/exportVolume.ts'
import { importBackup, type ImportTarget } from '../../src/volumes/archive/importBackup.ts'
import { TestEngine } from '../support/engine.ts'
import { makeBusybox } from '../support/images.ts'
import { fillOddly, inVolumes, portrait } from '../support/volumes.ts'

const run = promisify(execFile)

const because =
	(reason: Reason, message = /./) =>
	(error: unknown) =>
		error instanceof EngineError && error.reason === reason && message.test(error.message)

describe('Archive: export and import', () => {
	let test: TestEngine
	let engine: Engine
	let folder: string
	const job = () => ({ signal: new AbortController().signal, report: () => undefined })
	const asNew = (name: string): ImportTarget => ({
		kind: 'new',
		specification: { name, driver: 'local', options: {}, labels: {} },
	})
	const choices = { root: '', outwardLinks: 'keep' } as const

	before(async () => {
		test = await TestEngine.start()
		await makeBusybox(test.docker)
		engine = await dial(parseHost(test.host), AbortSignal.timeout(10_000))
		folder = await mkdtemp(join(tmpdir(), 'longshore-archive-'))
		await test.docker.createVolume({ Name: 'odd', Labels: { keep: 'me' } })
		await fillOddly(test.docker, 'odd')
	})
	after(async () => {
		await test?.stop()
		if (folder) await rm(folder, { recursive: true })
	})
	afterEach(async () => {
		const left = await test.docker.listContainers({ all: true })
		assert.deepEqual(
			left.map(({ Names }) => Names),
			[],
			'no helper is left',
		)
		assert.deepEqual(
			(await readdir(folder)).filter((name) => name.endsWith('.part')),
			[],
		)
	})

	async function exportTo(name: string, volume = 'odd'): Promise<string> {
		const path = join(folder, name)
		const compression = compressionOf(name)
		assert.ok(compression)
		await exportVolume({ engine, name: volume }, { path, compression }, job())
		return path
	}

	for (const ending of ['tar', 'tar.gz', 'tar.zst']) {
		it(`brings back every byte, mode, owner, time and link through .${ending}`, async () => {
			const path = await exportTo(`all.${ending}`)
			const backup = await readBackup(path, job())
			assert.equal(backup.manifest?.origin.volume, 'odd')
			assert.deepEqual(backup.manifest?.origin.labels, { keep: 'me' })
			assert.deepEqual(backup.damages, [])
			const name = `back-${ending.replace('.', '')}`
			await importBackup(engine, backup, asNew(name), choices, job())
			assert.equal(await portrait(test.docker, name), await portrait(test.docker, 'odd'))
		})
	}

	it('writes what tar unpacks', async () => {
		const path = await exportTo('plain.tar.gz')
		const { stdout } = await run('tar', ['-tvzf', path, '--numeric-owner'], { env: { LC_ALL: 'C' } })
		assert.match(stdout, /^drwxr-s--x 33\/44 /)
		assert.match(stdout, /-rwsr-x--- 1000\/2000 +5 .*\.\/deep\/er\/hard-too/)
		assert.match(stdout, /0{250}\/0{250}\/0{250}/)
	})

	it('reads what docker run … tar wrote, from the mount or beside it', async () => {
		const script = 'cd /odd && tar czf /out/inside.tgz . && cd / && tar czf /out/mount.tgz odd'
		await test.docker.createVolume({ Name: 'out' })
		await inVolumes(test.docker, ['odd', 'out'], script)
		const { Mountpoint } = await test.docker.getVolume('out').inspect()
		await copyFile(join(Mountpoint, 'inside.tgz'), join(folder, 'inside.tgz'))
		await copyFile(join(Mountpoint, 'mount.tgz'), join(folder, 'mount.tgz'))
		const inside = await readBackup(join(folder, 'inside.tgz'), job())
		assert.equal(inside.manifest, undefined)
		await importBackup(engine, inside, asNew('from-inside'), choices, job())
		// busybox tar has no room for owners over 2 million.
		const expected = (await portrait(test.docker, 'odd')).replace('4000000000 4000000001', '7022592 7022593')
		assert.equal(await portrait(test.docker, 'from-inside'), expected)
		const mount = await readBackup(join(folder, 'mount.tgz'), job())
		assert.equal(mount.onlyFolders[0], 'odd')
		await importBackup(engine, mount, asNew('from-mount'), { ...choices, root: 'odd' }, job())
		assert.equal(await portrait(test.docker, 'from-mount'), expected)
	})

	it('takes the content out of the folders that archives of other tools, or of a mount, have around it', async () => {
		const path = join(folder, 'around.tar.gz')
		const script = 'mkdir -p "$0/$2" && echo x > "$0/$2/file" && tar czf "$1" -C "$0" "$2"'
		for (const [name, root] of Object.entries({ vackup: 'vackup-volume', postgresql: 'var/lib/postgresql/data' })) {
			await run('sh', ['-ec', script, join(folder, 'v'), path, root])
			const backup = await readBackup(path, job())
			assert.equal(backup.root || backup.onlyFolders.at(-1), root)
			await importBackup(engine, backup, asNew(name), { ...choices, root }, job())
			assert.equal(await inVolumes(test.docker, [name], `cat /${name}/file`), 'x\n')
		}
	})

	it('merges: what is there and not in the archive stays', async () => {
		const path = await exportTo('merge.tar.zst')
		await test.docker.createVolume({ Name: 'merged' })
		await inVolumes(
			test.docker,
			['merged'],
			'echo mine > /merged/mine; echo old > /merged/plain; mkdir /merged/deep; echo d > /merged/deep/mine',
		)
		await importBackup(
			engine,
			await readBackup(path, job()),
			{ kind: 'merge', name: 'merged', image: 'busybox' },
			choices,
			job(),
		)
		const seen = await inVolumes(test.docker, ['merged'], 'cd /merged; cat mine plain deep/mine; ls empty')
		assert.equal(seen, 'mine\nhellod\nempty\n')
	})

	it('replaces: the volume has what the archive has and nothing else', async () => {
		const path = await exportTo('replace.tar.zst')
		await test.docker.createVolume({ Name: 'replaced' })
		await inVolumes(
			test.docker,
			['replaced'],
			'mkdir -p /replaced/a/b; echo x > /replaced/.hidden; echo x > "/replaced/-x"',
		)
		const target = { kind: 'replace', name: 'replaced', image: 'busybox' } as const
		await importBackup(engine, await readBackup(path, job()), target, choices, job())
		assert.equal(await portrait(test.docker, 'replaced'), await portrait(test.docker, 'odd'))
	})

	it('refuses links outward unless told to keep them, and leaves nothing', async () => {
		const backup = await readBackup(await exportTo('outward.tar'), job())
		const refusal = importBackup(engine, backup, asNew('refused'), { ...choices, outwardLinks: 'refuse' }, job())
		await assert.rejects(refusal, because('denied', /outwardLinks: 2/))
		await assert.rejects(test.docker.getVolume('refused').inspect())
	})

	it('tells an archive that was cut off or changed, and imports none of it', async () => {
		for (const ending of ['tar', 'tar.gz', 'tar.zst']) {
			const path = await exportTo(`cut.${ending}`)
			const whole = await readFile(path)
			await truncate(path, Math.floor(whole.length / 2))
			await assert.rejects(readBackup(path, job()), because('invalid', /cutOff|damaged/), ending)
		}
		const path = await exportTo('changed.tar')
		const content = await readFile(path)
		content.write('HELLO', content.indexOf('hello'))
		await writeFile(path, content)
		const backup = await readBackup(path, job())
		assert.ok(backup.damages.length > 0 && backup.damages.every(({ kind }) => kind === 'content'))
		await assert.rejects(
			importBackup(engine, backup, asNew('damaged'), choices, job()),
			because('invalid', /backupDamaged/),
		)
		await assert.rejects(test.docker.getVolume('damaged').inspect())
	})

	it('leaves no file when it is cancelled, and no volume', async () => {
		await test.docker.createVolume({ Name: 'big' })
		await inVolumes(test.docker, ['big'], 'dd if=/dev/urandom of=/big/data bs=1M count=200 2>/dev/null')
		const path = join(folder, 'big.tar.gz')
		const abort = new AbortController()
		const exporting = exportVolume(
			{ engine, name: 'big' },
			{ path, compression: 'gzip' },
			{
				signal: abort.signal,
				report: ({ bytes }) => bytes > 20_000_000 && abort.abort(),
			},
		)
		await assert.rejects(exporting, because('cancelled'))
		assert.ok(!(await readdir(folder)).some((name) => name.startsWith('big.')))
		await exportVolume({ engine, name: 'big' }, { path, compression: 'zstd' }, job())
		const again = new AbortController()
		const importing = importBackup(engine, await readBackup(path, job()), asNew('half'), choices, {
			signal: again.signal,
			report: ({ bytes, phase }) => phase === 'copying' && bytes > 20_000_000 && again.abort(),
		})
		await assert.rejects(importing, because('cancelled'))
		await assert.rejects(test.docker.getVolume('half').inspect())
	})

	it('says when the disk is full, and leaves the volume as it was', async () => {
		const path = join(folder, 'big.tar.gz')
		await run('truncate', ['-s', '64M', join(folder, 'disk')])
		await run('mkfs.ext4', ['-q', join(folder, 'disk')])
		const options = { type: 'ext4', device: '', o: '' }
		const { stdout } = await run('losetup', ['--find', '--show', join(folder, 'disk')]).catch(() => ({ stdout: '' }))
		if (stdout === '') {
			// No loop device here: memory is a disk that can be full, too, as long as a container holds it.
			Object.assign(options, { type: 'tmpfs', device: 'tmpfs', o: 'size=64m' })
		} else options.device = stdout.trim()
		const DriverOpts = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== ''))
		await test.docker.createVolume({ Name: 'small', DriverOpts })
		const holder = await test.docker.createContainer({
			Image: 'busybox',
			Cmd: ['sh', '-c', 'echo precious > /small/mine; sleep 1000'],
			HostConfig: { Mounts: [{ Type: 'volume', Source: 'small', Target: '/small' }] },
		})
		try {
			await holder.start()
			await inVolumes(test.docker, ['small'], 'until test -s /small/mine; do sleep 0.1; done')
			const before = await portrait(test.docker, 'small')
			const target = { kind: 'replace', name: 'small', image: 'busybox' } as const
			await assert.rejects(
				importBackup(engine, await readBackup(path, job()), target, choices, job()),
				because('noSpace'),
			)
			assert.equal(await portrait(test.docker, 'small'), before)
			const { Volumes } = await test.docker.listVolumes()
			assert.ok(!Volumes?.some(({ Name }) => Name.startsWith('small-before')))
		} finally {
			await holder.remove({ force: true })
			await test.docker.getVolume('small').remove()
			if (stdout !== '') await run('losetup', ['--detach', stdout.trim()])
		}
	})

	it('says that there is no such volume, and makes none', async () => {
		await assert.rejects(exportTo('none.tar', 'not-there'), because('notFound'))
		await assert.rejects(test.docker.getVolume('not-there').inspect())
	})

	it('works on an engine without any image', async () => {
		const name = 'no-image'
		const images = await test.docker.listImages()
		await Promise.all(images.map(({ Id }) => test.docker.getImage(Id).remove({ force: true })))
		try {
			const path = await exportTo('no-image.tar')
			await importBackup(engine, await readBackup(path, job()), asNew(name), choices, job())
			assert.deepEqual(await test.docker.listImages(), [])
		} finally {
			await makeBusybox(test.docker)
		}
		assert.equal(await portrait(test.docker, name), await portrait(test.docker, 'odd'))
	})

	it('leaves nothing when the engine is killed in the middle', async () => {
		const path = join(folder, 'killed.tar.zst')
		const ended: Promise<void>[] = []
		const end = () => {
			if (ended.length === 0) ended.push(test.suspend('SIGKILL'))
		}
		const exporting = exportVolume(
			{ engine, name: 'big' },
			{ path, compression: 'zstd' },
			{
				signal: new AbortController().signal,
				report: ({ bytes }) => {
					if (bytes > 20_000_000) end()
				},
			},
		)
		await assert.rejects(exporting, (error) => error instanceof EngineError && error.reason !== 'cancelled')
		await Promise.all(ended.splice(0))
		await test.resume()
		assert.ok(!(await readdir(folder)).some((name) => name.startsWith('killed')))
		const backup = await readBackup(join(folder, 'big.tar.gz'), job())
		const importing = importBackup(engine, backup, asNew('killed'), choices, {
			signal: new AbortController().signal,
			report: ({ bytes, phase }) => {
				if (phase === 'copying' && bytes > 20_000_000) end()
			},
		})
		await assert.rejects(importing, (error) => error instanceof EngineError && error.reason !== 'cancelled')
		await Promise.all(ended.splice(0))
		await test.resume()
		// What could not be removed then is removed when the engine is back.
		for (;;) {
			const { Volumes } = await test.docker.listVolumes()
			const containers = await test.docker.listContainers({ all: true })
			if (containers.length === 0 && !Volumes?.some(({ Name }) => Name === 'killed')) break
			await setTimeout(100)
		}
	})
})
