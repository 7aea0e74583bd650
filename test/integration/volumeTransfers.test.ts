import assert from 'node:assert/strict'
import {
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import type { Connection } from '../../src/engine/connection.ts'
import { EngineError, type Reason } from '../../src/engine/errors.ts'
import { download } from '../../src/volumes/data/download.ts'
import { search, type SearchMatch } from '../../src/volumes/data/search.ts'
import { upload } from '../../src/volumes/data/upload.ts'
import { localSource } from '../../src/volumes/data/uploadSource.ts'
import { VolumeData } from '../../src/volumes/data/volumeData.ts'
import { TestEngine } from '../support/engine.ts'
import { makeBusybox } from '../support/images.ts'
import { connectionTo, fill } from './parts.ts'

describe('Transfers of volume data', () => {
	let engine: TestEngine
	let connection: Connection
	let data: VolumeData
	let folder: string
	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'longshore-transfer-'))
		engine = await TestEngine.start()
		await makeBusybox(engine.docker)
		connection = connectionTo(engine.host)
		data = new VolumeData({ connected: () => connection.connected(), helperImage: async () => 'busybox' })
		await engine.docker.createVolume({ Name: 'target' })
	})
	after(async () => {
		await data.closeAll()
		connection.dispose()
		await engine.stop()
		rmSync(folder, { recursive: true, force: true })
	})

	const options = (signal = new AbortController().signal) => ({ signal, report: () => undefined })
	const names = async (volume: string) => (await data.list(volume, '/')).map(({ name }) => name).sort()

	/** A folder with everything in it that can be hard to bring. */
	function makeTree(name: string): string {
		const path = join(folder, name)
		mkdirSync(join(path, 'a folder', 'empty'), { recursive: true })
		writeFileSync(join(path, 'a folder', "it's\nodd"), 'odd')
		writeFileSync(join(path, '-dash'), 'x', { mode: 0o755 })
		writeFileSync(join(path, 'large'), Buffer.alloc(2_500_000, 'large'))
		for (let index = 0; index < 300; index += 1) writeFileSync(join(path, `small ${index}`), `content ${index}`)
		writeFileSync(join(path, 'none'), '')
		symlinkSync('a folder/empty', join(path, 'link'))
		symlinkSync('/etc/nowhere', join(path, 'dangling'))
		return path
	}

	it('brings a folder and fetches it again, the same', async () => {
		const path = makeTree('tree')
		await fill(engine, 'target', 'mkdir in; chown 33:34 in')
		const amounts: number[] = []
		await upload(
			data,
			[await localSource(path)],
			{ volumeName: 'target', path: '/in' },
			{
				...options(),
				overwrite: false,
				report: (done) => amounts.push(done.files),
			},
		)
		assert.equal(amounts.at(-1), 306)
		const owners = await fill(
			engine,
			'target',
			"cd in/tree; find . -exec stat -c '%u:%g' {} + | sort -u; stat -c '%a' ./-dash none",
		)
		assert.equal(owners, '33:34\n755\n644\n')
		const back = join(folder, 'back')
		assert.deepEqual(await download(data, { volumeName: 'target', path: '/in/tree' }, back, options()), [])
		assert.deepEqual(contentOf(back), contentOf(path))
		assert.equal(
			Math.floor(lstatSync(join(back, 'large')).mtimeMs / 1000),
			Math.floor(lstatSync(join(path, 'large')).mtimeMs / 1000),
		)
	})

	it('replaces a file, and keeps its owner', async () => {
		await fill(engine, 'target', 'echo old > file; chown 5:6 file')
		writeFileSync(join(folder, 'file'), 'new')
		const bring = async (overwrite: boolean) =>
			upload(
				data,
				[await localSource(join(folder, 'file'))],
				{ volumeName: 'target', path: '/' },
				{ ...options(), overwrite },
			)
		await refused(bring(false), 'conflict')
		await bring(true)
		assert.equal(await fill(engine, 'target', "cat file; stat -c ' %u:%g' file"), 'new 5:6\n')
	})

	it('brings a single file with its time, and as a program if it is one, also in the place of a folder', async () => {
		const path = join(folder, 'entrypoint')
		writeFileSync(path, '#!', { mode: 0o755 })
		utimesSync(path, 981_173_106, 981_173_106)
		await fill(engine, 'target', 'mkdir -p bin/conf/deep; chown 33:34 bin')
		const bring = async (name: string) =>
			upload(
				data,
				[{ ...(await localSource(path)), name }],
				{ volumeName: 'target', path: '/bin' },
				{ ...options(), overwrite: name !== 'new' },
			)
		for (const name of ['new', 'conf', 'not-there']) {
			await bring(name)
			const found = await fill(engine, 'target', `stat -c '%F %a %u:%g %Y' bin/${name}; cat bin/${name}`)
			assert.equal(found, 'regular file 755 33:34 981173106\n#!', name)
		}
		assert.equal(await fill(engine, 'target', 'ls -A bin'), 'conf\nnew\nnot-there\n')
	})

	it('leaves nothing of what was cancelled, here or there', async () => {
		const path = join(folder, 'much')
		mkdirSync(path)
		for (let index = 0; index < 8; index += 1) writeFileSync(join(path, `${index}`), Buffer.alloc(4_000_000, index))
		const abort = new AbortController()
		const before = await names('target')
		const report = ({ bytes }: { bytes: number }) => (bytes > 6_000_000 ? abort.abort() : undefined)
		const bringing = upload(
			data,
			[await localSource(path)],
			{ volumeName: 'target', path: '/' },
			{
				signal: abort.signal,
				report,
				overwrite: false,
			},
		)
		await refused(bringing, 'cancelled')
		assert.deepEqual(await names('target'), before)
		await upload(
			data,
			[await localSource(path)],
			{ volumeName: 'target', path: '/' },
			{ ...options(), overwrite: false },
		)
		const stop = new AbortController()
		const fetching = download(data, { volumeName: 'target', path: '/much' }, join(folder, 'fetched'), {
			signal: stop.signal,
			report: ({ bytes }) => (bytes > 6_000_000 ? stop.abort() : undefined),
		})
		await refused(fetching, 'cancelled')
		assert.deepEqual(
			readdirSync(folder).filter((name) => name.includes('fetched')),
			[],
		)
		await noHelper('target')
	})

	it('leaves nothing where there is no space, and says so', async () => {
		await engine.docker.createVolume({ Name: 'tiny', DriverOpts: { type: 'tmpfs', device: 'tmpfs', o: 'size=1m' } })
		await data.save({ volumeName: 'tiny', path: '/old' }, Buffer.from('old'), { create: true, overwrite: true })
		const bringing = upload(
			data,
			[await localSource(makeTree('big'))],
			{ volumeName: 'tiny', path: '/' },
			{ ...options(), overwrite: false },
		)
		await refused(bringing, 'noSpace')
		assert.deepEqual(await names('tiny'), ['old'])
	})

	it('fetches a whole volume, and tells what this machine cannot have', async () => {
		await fill(
			engine,
			'special',
			String.raw`mkfifo pipe; touch "$(printf 'a\377')"; echo 1 > one; ln -s one two; mkdir -m 0 shut`,
		)
		const leftOut = await download(data, { volumeName: 'special', path: '/' }, join(folder, 'special'), options())
		assert.deepEqual([...leftOut].sort(), ['/a\uFFFD', '/pipe'])
		assert.deepEqual(readdirSync(join(folder, 'special')).sort(), ['one', 'shut', 'two'])
		assert.equal(readFileSync(join(folder, 'special', 'two'), 'utf8'), '1\n')
	})

	it('finds names and lines, whatever is in the names', async () => {
		await fill(
			engine,
			'sought',
			String.raw`mkdir -p 'a:1:b' needles; printf 'one\nthe Needle here\n' > plain.txt; printf 'x\n\nneedle\n' > 'a:1:b/c:d'
			printf 'needle' > "new
line"; printf 'NEEDLE\0\1' > binary; touch needles/my-Needle.conf 'other[needle]'; echo 'a.needle*b' > special`,
		)
		const found = await matches('sought', 'needle')
		assert.deepEqual(found, [
			'/a:1:b/c:d:3:needle',
			'/needles',
			'/needles/my-Needle.conf',
			'/new\nline:1:needle',
			'/other[needle]',
			'/plain.txt:2:the Needle here',
			'/special:1:a.needle*b',
		])
		assert.deepEqual(await matches('sought', '.needle*'), ['/special:1:a.needle*b'])
		assert.deepEqual(await matches('sought', '[needle]'), ['/other[needle]'])
		assert.deepEqual(await matches('sought', "it's -not $(there)"), [])
	})

	it('ends a search that nobody waits for any more', async () => {
		await fill(engine, 'long', 'mkfifo pipe; for i in $(seq 1 200); do echo "needle $i" > $i; done')
		const abort = new AbortController()
		await data.useShell('long', async ({ session }) => {
			await search(session, 'needle', () => true, abort.signal)
			const { Processes } = await session.container.top()
			const given = new AbortController()
			const searching = search(session, 'needle', () => false, given.signal)
			given.abort()
			await searching
			assert.ok(Processes.length <= 4)
		})
		await data.useShell('long', async ({ session }) => {
			while ((await session.container.top()).Processes.length > 1) await delay(50)
		})
	})

	async function matches(volume: string, sought: string): Promise<readonly string[]> {
		const found: SearchMatch[] = []
		await data.useShell(volume, ({ session }) =>
			search(
				session,
				sought,
				(match) => {
					found.push(match)
					return false
				},
				new AbortController().signal,
			),
		)
		return found.map(({ path, line, text }) => (line === undefined ? path : `${path}:${line}:${text}`)).sort()
	}

	async function noHelper(volume: string): Promise<void> {
		await data.close(volume)
		const filters = { label: [`longshore.helper=${volume}`] }
		assert.deepEqual(await engine.docker.listContainers({ all: true, filters }), [])
	}
})

/** Everything in a folder: paths, and content or what a link says. */
function contentOf(path: string): ReadonlyMap<string, string> {
	const entries = readdirSync(path, { recursive: true, withFileTypes: true })
	return new Map(
		entries.map((entry) => {
			const full = join(entry.parentPath, entry.name)
			const content = entry.isSymbolicLink() ? readlinkSync(full) : entry.isFile() ? readFileSync(full, 'latin1') : ''
			return [full.slice(path.length), `${entry.isFile()} ${content}`]
		}),
	)
}

async function refused(attempt: Promise<unknown>, reason: Reason): Promise<void> {
	await assert.rejects(attempt, (error) => {
		assert.equal(error instanceof EngineError ? error.reason : error, reason)
		return true
	})
}
