import assert from 'node:assert/strict'

import type { Connection } from '../../src/engine/connection.ts'
import { EngineError, type Reason } from '../../src/engine/errors.ts'
import { DataError, type Exit } from '../../src/volumes/data/shellFailure.ts'
import { VolumeData, type DataChange } from '../../src/volumes/data/volumeData.ts'
import { TestEngine } from '../support/engine.ts'
import { makeBusybox } from '../support/images.ts'
import { connectionTo, fill } from './parts.ts'

const both = { create: true, overwrite: true }

describe('VolumeData, written to', () => {
	let engine: TestEngine
	let connection: Connection
	let data: VolumeData
	let guarded = ''
	before(async () => {
		engine = await TestEngine.start()
		await makeBusybox(engine.docker)
		connection = connectionTo(engine.host)
		data = new VolumeData({
			connected: () => connection.connected(),
			helperImage: async () => 'busybox',
			isProtected: (name) => name === guarded,
		})
	})
	after(async () => {
		await data.closeAll()
		connection.dispose()
		await engine.stop()
	})

	const text = async (path: string, volume = 'vv') => Buffer.from(await data.read(volume, path)).toString()
	const save = (path: string, content: string, options = both) =>
		data.save({ volumeName: 'vv', path }, Buffer.from(content), options)
	const names = async (path: string) => (await data.list('vv', path)).map(({ name }) => name).sort()

	it('keeps owner, group and mode of a file that is edited, and all times of others', async () => {
		const times = "stat -c '%n %Y' / . sub sub/other"
		await fill(
			engine,
			'vv',
			'mkdir sub; echo old > sub/file; chown 1234:2345 sub/file; chmod 6751 sub/file; echo x > sub/other; touch -t 200102030405 sub/other .',
		)
		const before = await fill(engine, 'vv', times)
		await save('/sub/file', 'new')
		assert.equal(await fill(engine, 'vv', "cat sub/file; stat -c ' %u:%g %a' sub/file"), 'new 1234:2345 6751\n')
		const after = await fill(engine, 'vv', times)
		const still = (list: string) =>
			list.split('\n').filter((line) => !line.startsWith('sub ') && !line.startsWith('/ '))
		assert.deepEqual(still(after), still(before))
		assert.deepEqual(await names('/sub'), ['file', 'other'])
	})

	it('gives what is new to the owner of its folder', async () => {
		await fill(engine, 'vv', 'mkdir owned; chown 70:71 owned')
		await save('/owned/new', 'x')
		await data.createFolder({ volumeName: 'vv', path: '/owned/folder' })
		const facts = await fill(engine, 'vv', "stat -c '%u:%g %a' owned/new owned/folder")
		assert.equal(facts, '70:71 644\n70:71 755\n')
	})

	it('keeps hard links one file, and writes through links inside of the volume', async () => {
		await fill(engine, 'vv', 'mkdir l l/d; echo 1 > l/d/a; ln l/d/a l/hard; ln -s d/a l/soft; ln -s /etc/x l/out')
		await save('/l/soft', 'two')
		assert.equal(await fill(engine, 'vv', 'cat l/hard l/d/a; readlink l/soft'), 'twotwod/a\n')
		await refused(save('/l/out', 'x'), 'outside')
		await fill(engine, 'vv', 'ln -s /tmp l/outside')
		await refused(save('/l/outside/x', 'x'), 'outside')
		await refused(data.remove({ volumeName: 'vv', path: '/l/outside/x' }, { recursive: true }), 'outside')
		await refused(data.list('vv', '/l/outside'), 'outside')
	})

	for (const name of [
		'-dash',
		'with\nnewline',
		'ends with newline\n',
		`it's "quoted" \`x\` $(y) \\n`,
		'파일 🐳 é',
		'*?[a]',
		' ',
		'…'.repeat(85),
	]) {
		it(`takes the name ${JSON.stringify(name.slice(0, 20))} through everything`, async () => {
			await data.createFolder({ volumeName: 'vv', path: '/odd' })
			await data.createFolder({ volumeName: 'vv', path: `/odd/${name}` })
			const path = `/odd/${name}/${name}`
			await save(path, 'one')
			await save(path, 'two')
			assert.equal(await text(path), 'two')
			assert.equal((await data.stat('vv', path)).size, 3)
			await data.copy({ volumeName: 'vv', path }, { volumeName: 'vv', path: '/odd/copy' }, { overwrite: false })
			await data.rename(
				{ volumeName: 'vv', path },
				{ volumeName: 'vv', path: `/odd/${name}/other` },
				{ overwrite: false },
			)
			await data.rename({ volumeName: 'vv', path: '/odd/copy' }, { volumeName: 'vv', path }, { overwrite: false })
			assert.deepEqual(await names(`/odd/${name}`), [name, 'other'].sort())
			assert.deepEqual(await data.count('vv', '/odd'), { folders: 2, files: 2, bytes: 6 })
			await data.remove({ volumeName: 'vv', path: '/odd' }, { recursive: true })
			await refused(data.stat('vv', '/odd'), 'notFound')
		})
	}

	it('refuses a name of 256 bytes, and leaves nothing', async () => {
		await data.createFolder({ volumeName: 'vv', path: '/long' })
		await refused(save(`/long/${'x'.repeat(256)}`, 'x'), undefined, 'invalid')
		assert.deepEqual(await names('/long'), [])
	})

	it('shows names that are not UTF-8, each as an entry of its own', async () => {
		await fill(
			engine,
			'vv',
			String.raw`mkdir bad; cd bad; touch "$(printf 'a\377')" "$(printf 'a\376')" "$(printf 'a\357\277\275')"`,
		)
		const entries = await data.list('vv', '/bad')
		assert.deepEqual(
			entries.map(({ name }) => name),
			['a\uFFFD', 'a\uFFFD', 'a\uFFFD'],
		)
		assert.deepEqual(entries.map(({ undecodable }) => undecodable ?? '').sort(), ['', '61fe', '61ff'])
	})

	it('writes and reads large content, and every byte of it', async () => {
		const content = Buffer.alloc(11_000_001, Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)))
		await data.save({ volumeName: 'vv', path: '/large' }, content, both)
		assert.ok(content.equals(Buffer.from(await data.read('vv', '/large'))))
		await data.save({ volumeName: 'vv', path: '/empty' }, Buffer.alloc(0), both)
		assert.equal((await data.read('vv', '/empty')).length, 0)
	})

	it('refuses to hand out more than the editor can take', async () => {
		await fill(engine, 'vv', 'truncate -s 300M sparse; mkfifo pipe')
		await refused(data.read('vv', '/sparse'), 'tooLarge')
		await refused(data.read('vv', '/pipe'), 'notFile')
	})

	it('leaves a file as it was when there is no space for the new content', async () => {
		await engine.docker.createVolume({ Name: 'small', DriverOpts: { type: 'tmpfs', device: 'tmpfs', o: 'size=1m' } })
		const small = { volumeName: 'small', path: '/file' }
		await data.save(small, Buffer.from('old'), both)
		await refused(data.save(small, Buffer.alloc(3_000_000), both), undefined, 'noSpace')
		await refused(
			data
				.save(small, Buffer.alloc(370_000), both)
				.then(() => data.save({ ...small, path: '/b' }, Buffer.alloc(380_000), both))
				.then(() => data.save(small, Buffer.alloc(380_000), both)),
			undefined,
			'noSpace',
		)
		assert.deepEqual(
			(await data.list('small', '/')).map(({ name }) => name).filter((name) => name.startsWith('.')),
			[],
		)
		assert.equal((await data.read('small', '/file')).length, 370_000)
	})

	it('does as it is told about what is there already', async () => {
		await save('/there', 'x')
		await refused(save('/there', 'y', { create: true, overwrite: false }), 'exists')
		await refused(save('/missing', 'y', { create: false, overwrite: true }), 'notFound')
		await refused(save('/missing/file', 'y'), 'notFound')
		await refused(save('/there/file', 'y'), 'notFolder')
		await fill(engine, 'vv', 'mkdir -p full/a target/b')
		await refused(save('/full', 'y'), 'isFolder')
		await refused(data.createFolder({ volumeName: 'vv', path: '/full' }), 'exists')
		await assert.rejects(data.remove({ volumeName: 'vv', path: '/full' }, { recursive: false }))
		const move = (overwrite: boolean) =>
			data.rename({ volumeName: 'vv', path: '/full' }, { volumeName: 'vv', path: '/target' }, { overwrite })
		await refused(move(false), 'exists')
		assert.deepEqual(await names('/target'), ['b'])
		await move(true)
		assert.deepEqual(await names('/target'), ['a'])
		const inside = [
			{ volumeName: 'vv', path: '/target' },
			{ volumeName: 'vv', path: '/target/a/x' },
		] as const
		await refused(data.rename(...inside, { overwrite: true }), 'intoItself')
		await refused(data.copy(...inside, { overwrite: true }), 'intoItself')
		await refused(data.remove({ volumeName: 'vv', path: '/' }, { recursive: true }), 'isRoot')
	})

	it('copies and moves between volumes with owners, modes, times and links', async () => {
		const facts = "cd tree; stat -c '%n %u:%g %a %Y %s' . a s; readlink s"
		await fill(
			engine,
			'vv',
			'mkdir -m 2750 tree; echo 1 > tree/a; ln -s a tree/s; chown 9:8 tree/a; chmod 600 tree/a; touch -t 200102030405 tree/a tree',
		)
		await engine.docker.createVolume({ Name: 'ww' })
		const before = await fill(engine, 'vv', facts)
		await data.copy({ volumeName: 'vv', path: '/tree' }, { volumeName: 'ww', path: '/tree' }, { overwrite: false })
		const own = (list: string) => list.split('\n').filter((line) => !line.startsWith('s '))
		assert.deepEqual(own(await fill(engine, 'ww', facts)), own(before))
		await data.rename({ volumeName: 'vv', path: '/tree' }, { volumeName: 'ww', path: '/moved' }, { overwrite: false })
		assert.deepEqual((await data.list('ww', '/')).map(({ name }) => name).sort(), ['moved', 'tree'])
		await refused(data.stat('vv', '/tree'), 'notFound')
	})

	it('tells what it did', async () => {
		const told: DataChange[] = []
		const subscription = data.onDidChange((changes) => told.push(...changes))
		await save('/told', '1')
		await save('/told', '2')
		await data.rename({ volumeName: 'vv', path: '/told' }, { volumeName: 'vv', path: '/said' }, { overwrite: false })
		await data.remove({ volumeName: 'vv', path: '/said' }, { recursive: false })
		subscription.dispose()
		assert.deepEqual(
			told.map(({ kind, path }) => `${kind} ${path}`),
			['created /told', 'changed /told', 'deleted /told', 'created /said', 'deleted /said'],
		)
	})

	it('leaves a protected volume alone', async () => {
		await data.close('vv')
		guarded = 'vv'
		await refused(save('/x', 'x'), undefined, 'readOnly')
		const target = { volumeName: 'ww', path: '/there' }
		await refused(
			data.rename({ volumeName: 'vv', path: '/there' }, target, { overwrite: false }),
			undefined,
			'readOnly',
		)
		await refused(data.stat('ww', '/there'), 'notFound')
		assert.equal(await text('/there'), 'x')
		await data.close('vv')
		guarded = ''
	})

	it('makes no volume by looking for it', async () => {
		await refused(data.list('not-there', '/'), undefined, 'notFound')
		await assert.rejects(engine.docker.getVolume('not-there').inspect())
	})

	it('sees a change within the same second', async () => {
		await save('/quick', '1')
		const { modified } = await data.stat('vv', '/quick')
		await save('/quick', '2')
		assert.notEqual((await data.stat('vv', '/quick')).modified, modified)
	})
})

async function refused(attempt: Promise<unknown>, exit?: Exit, reason?: Reason): Promise<void> {
	await assert.rejects(attempt, (error) => {
		if (exit !== undefined) assert.equal(error instanceof DataError ? error.exit : error, exit)
		if (reason !== undefined) assert.equal(error instanceof EngineError ? error.reason : error, reason)
		return true
	})
}
