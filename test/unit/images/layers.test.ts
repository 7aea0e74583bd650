import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { pack, type Header } from 'tar-stream'
import { readArchive } from '../../../src/images/layers/archive.ts'
import { compareFiles, listing } from '../../../src/images/layers/comparison.ts'
import { filesOf } from '../../../src/images/layers/fileTree.ts'
import { decodeDetails, instructionOf, layersByConfig } from '../../../src/images/layers/history.ts'
import { isImplied, LayerIndex, type LayerEntry } from '../../../src/images/layers/layerIndex.ts'
import { Spool, sweepSpools } from '../../../src/images/layers/spool.ts'

type Entries = readonly (readonly [Partial<Header> & { readonly name: string }, (string | Buffer)?])[]

async function tar(entries: Entries): Promise<Buffer> {
	const archive = pack()
	for (const [header, content] of entries) archive.entry({ mtime: new Date(0), ...header }, content ?? '')
	archive.finalize()
	return buffer(Readable.from(archive))
}

function layer(...paths: readonly (string | (Partial<LayerEntry> & { readonly path: string }))[]): LayerIndex {
	const index = new LayerIndex()
	for (const path of paths) {
		const given = typeof path === 'string' ? { path } : path
		index.add({
			kind: given.path.endsWith('/') ? 'folder' : 'file',
			size: 0,
			mode: 0o644,
			uid: 0,
			gid: 0,
			modified: 0,
			target: undefined,
			hash: given.path,
			offset: 0,
			...given,
		})
	}
	return index
}

describe('LayerIndex', () => {
	it('lists folders, also those that only stand in the paths of others', () => {
		const index = layer('./etc/', 'etc/passwd', 'usr/share/doc/readme', '/usr/share/man/')
		assert.deepEqual(
			index.list('').map(({ path, kind }) => [path, kind]),
			[
				['etc', 'folder'],
				['usr', 'folder'],
			],
		)
		assert.deepEqual(
			index.list('usr/share').map(({ path }) => path),
			['usr/share/doc', 'usr/share/man'],
		)
		const usr = index.get('usr')
		assert.ok(usr && isImplied(usr))
	})

	it('shows whiteouts as deletions, and opaque folders', () => {
		const index = layer('etc/.wh.passwd', 'var/.wh..wh..opq', 'var/new')
		assert.deepEqual([index.get('etc/passwd')?.kind, index.get('etc/.wh.passwd')], ['deleted', undefined])
		assert.deepEqual([...index.opaqueFolders], ['var'])
		assert.deepEqual(
			index.list('var').map(({ path }) => path),
			['var/new'],
		)
	})
})

describe('filesOf', () => {
	const paths = (...layers: readonly LayerIndex[]) => [...filesOf(layers).keys()].sort()

	it('lays layers on top of each other', () => {
		assert.deepEqual(paths(layer('a/', 'a/1', 'b'), layer('a/2', '.wh.b')), ['a', 'a/1', 'a/2'])
	})
	it('removes a deleted folder with all that is in it', () => {
		assert.deepEqual(paths(layer('a/', 'a/b/', 'a/b/c'), layer('.wh.a')), [])
	})
	it('keeps what an opaque layer adds itself, and nothing from below', () => {
		assert.deepEqual(paths(layer('a/', 'a/old'), layer('a/', 'a/new', 'a/.wh..wh..opq')), ['a', 'a/new'])
	})
	it('keeps what is put back after it was deleted', () => {
		assert.deepEqual(paths(layer('a'), layer('.wh.a'), layer('a')), ['a'])
	})
	it('lets a file take the place of a folder', () => {
		assert.deepEqual(paths(layer('a/', 'a/b'), layer('a')), ['a'])
	})
	it('keeps a folder’s own mode where a later layer only names it in a path', () => {
		const files = filesOf([layer({ path: 'a/', mode: 0o700 }), layer('a/b')])
		assert.equal(files.get('a')?.mode, 0o700)
	})
})

describe('compareFiles', () => {
	it('tells added, removed and changed, and in what', () => {
		const before = filesOf([layer('same', 'gone', { path: 'text', hash: '1' }, { path: 'mode', mode: 0o644 })])
		const after = filesOf([
			layer('same', 'new', { path: 'text', hash: '2' }, { path: 'mode', mode: 0o755, uid: 5, modified: 99 }),
		])
		const differences = compareFiles(before, after)
		assert.deepEqual(
			differences.map(({ path, change, aspects }) => [path, change, ...aspects]),
			[
				['gone', 'removed'],
				['mode', 'changed', 'mode', 'owner'],
				['new', 'added'],
				['text', 'changed', 'content'],
			],
		)
		assert.equal(
			listing(differences, 'before'),
			'/gone  -0644 0:0 0 gone\n/mode  -0644 0:0 0 mode\n/text  -0644 0:0 0 1\n',
		)
	})
	it('sees no difference in times', () => {
		assert.deepEqual(compareFiles(filesOf([layer({ path: 'a', modified: 1 })]), filesOf([layer('a')])), [])
	})
})

describe('readArchive', () => {
	let folder: string
	let spool: Spool
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'longshore-spool-'))
		spool = await Spool.create(folder)
	})
	afterEach(async () => {
		await spool.dispose()
		assert.deepEqual(await readdir(folder), [])
		await rm(folder, { recursive: true })
	})

	const read = (archive: Buffer, signal = new AbortController().signal) =>
		readArchive(Readable.from([archive.subarray(0, 100), archive.subarray(100)]), spool, signal, () => undefined)
	const contentOf = async (entry: LayerEntry | undefined) =>
		Buffer.from(await spool.read(entry?.offset ?? -1, entry?.size ?? 0)).toString()
	const config = { history: [{}, { empty_layer: true }, {}] }

	it('reads docker’s own layout, in the manifest’s order, a layer that stands there twice, and hard links', async () => {
		const one = await tar([
			[{ name: 'etc/', type: 'directory', mode: 0o755 }],
			[{ name: 'etc/hosts', mode: 0o640, uid: 3, gid: 4 }, 'first'],
			[{ name: 'etc/same', type: 'link', linkname: 'etc/hosts' }],
			[{ name: 'bin', type: 'symlink', linkname: 'usr/bin' }],
			[{ name: `${'l'.repeat(150)}/ü`, mode: 0o644 }, 'long'],
		])
		const two = await tar([[{ name: 'etc/.wh.hosts' }], [{ name: 'x' }, 'y'.repeat(200_000)]])
		const archive = await tar([
			[{ name: 'bbb/', type: 'directory' }],
			[{ name: 'bbb/VERSION' }, '1.0'],
			[{ name: 'bbb/layer.tar' }, two],
			[{ name: 'aaa/layer.tar' }, one],
			[{ name: 'ccc/layer.tar', type: 'symlink', linkname: '../aaa/layer.tar' }],
			[{ name: 'cfg.json' }, JSON.stringify(config)],
			[
				{ name: 'manifest.json' },
				JSON.stringify([{ Config: 'cfg.json', Layers: ['aaa/layer.tar', 'bbb/layer.tar', 'ccc/layer.tar'] }]),
			],
		])
		const image = await read(Buffer.from(archive))
		const [first, second, third] = image.layers
		assert.ok(first && second && third)
		assert.deepEqual(image.config, config)
		assert.equal(await contentOf(first.get('etc/hosts')), 'first')
		assert.equal(await contentOf(first.get('etc/same')), 'first')
		assert.equal(await contentOf(first.get(`${'l'.repeat(150)}/ü`)), 'long')
		assert.equal(first.get('bin')?.target, 'usr/bin')
		const { mode, uid, gid } = first.get('etc/hosts') ?? assert.fail()
		assert.deepEqual([mode, uid, gid], [0o640, 3, 4])
		assert.equal(second.get('etc/hosts')?.kind, 'deleted')
		assert.equal((await contentOf(second.get('x'))).length, 200_000)
		assert.equal(third, first)
	})

	it('reads OCI’s layout through nested indexes, with layers compressed by gzip and by zstd', async () => {
		const one = gzipSync(await tar([[{ name: 'a' }, 'A']]))
		const two = zstdCompressSync(await tar([[{ name: 'b' }, 'B']]))
		const blob = (name: string) => `blobs/sha256/${name}`
		const digests = (...names: readonly string[]) => names.map((name) => ({ digest: `sha256:${name}` }))
		const archive = pack()
		archive.entry({ name: blob('l1') }, one)
		archive.entry({ name: blob('l2') }, two)
		archive.entry({ name: blob('cfg') }, JSON.stringify(config))
		archive.entry(
			{ name: blob('man') },
			JSON.stringify({ config: { digest: 'sha256:cfg' }, layers: digests('l1', 'l2') }),
		)
		archive.entry({ name: blob('idx') }, JSON.stringify({ manifests: digests('absent', 'man') }))
		archive.entry({ name: 'index.json' }, JSON.stringify({ manifests: digests('idx') }))
		archive.finalize()
		const image = await read(await buffer(Readable.from(archive)))
		assert.equal(await contentOf(image.layers[0]?.get('a')), 'A')
		assert.equal(await contentOf(image.layers[1]?.get('b')), 'B')
	})

	it('sweeps what a killed process left, and reads on in what is open', async () => {
		await writeFile(join(folder, 'left'), 'x')
		await spool.append(Buffer.from('kept'))
		await sweepSpools(folder)
		await spool.finish()
		assert.deepEqual(await readdir(folder), [])
		assert.equal(Buffer.from(await spool.read(0, 4)).toString(), 'kept')
		await sweepSpools(join(folder, 'none'))
	})

	it('refuses what is no image', async () => {
		const archive = await tar([[{ name: 'some/file' }, 'x']])
		await assert.rejects(read(archive))
	})

	it('refuses an archive that was cut off', async () => {
		const inner = await tar([[{ name: 'a' }, 'x'.repeat(100_000)]])
		const archive = await tar([[{ name: 'aaa/layer.tar' }, inner]])
		await assert.rejects(read(archive.subarray(0, 60_000)))
	})

	it('ends when it is aborted', async () => {
		const abort = new AbortController()
		const endless = Readable.from(
			(async function* () {
				yield (await tar([[{ name: 'a/layer.tar', size: 1_000_000 }, 'x'.repeat(1_000_000)]])).subarray(0, 700)
				abort.abort()
				await new Promise(() => undefined)
			})(),
		)
		await assert.rejects(readArchive(endless, spool, abort.signal, () => undefined))
	})
})

describe('the history of an image', () => {
	for (const [createdBy, instruction] of [
		['/bin/sh -c #(nop)  CMD ["sh"]', 'CMD ["sh"]'],
		['/bin/sh -c #(nop) COPY dir:1234 in /app ', 'COPY dir:1234 in /app'],
		['/bin/sh -c npm ci && npm test', 'RUN npm ci && npm test'],
		['RUN /bin/sh -c npm ci # buildkit', 'RUN npm ci'],
		['|2 A=1 B=x y /bin/sh -c make', 'RUN make'],
		['RUN |1 A=1 /bin/sh -c make # buildkit', 'RUN make'],
		['COPY . /app # buildkit', 'COPY . /app'],
		['bazel build ...', 'bazel build ...'],
	] as const) {
		it(`reads ${createdBy}`, () => assert.equal(instructionOf(createdBy), instruction))
	}

	const entry = (CreatedBy: string, Size = 0) => ({ CreatedBy, Size, Created: 0, Comment: '' })
	const details = (layers: number, ...history: readonly object[]) =>
		decodeDetails(
			{ Os: 'linux', Architecture: 'arm64', Variant: 'v8', RootFS: { Layers: Array.from({ length: layers }, String) } },
			history.toReversed(),
		)

	it('knows which instruction made which layer', () => {
		const { history, platform } = details(
			3,
			entry('COPY . /', 10),
			entry('ENV A=b'),
			entry('RUN mkdir /x'),
			entry('WORKDIR /x'),
			entry('RUN make', 5),
			entry('CMD ["sh"]'),
		)
		assert.equal(platform, 'linux/arm64/v8')
		assert.deepEqual(
			history.map(({ layer }) => layer),
			[0, undefined, 1, undefined, 2, undefined],
		)
	})

	it('takes the configuration’s word for it', () => {
		assert.deepEqual(layersByConfig({ history: [{}, { empty_layer: true }, {}] }, 3), [0, undefined, 1])
		assert.equal(layersByConfig({ history: [{}] }, 3), undefined)
		assert.equal(layersByConfig('nothing', 3), undefined)
	})
})
