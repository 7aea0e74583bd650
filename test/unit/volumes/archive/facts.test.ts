import assert from 'node:assert/strict'

import { EngineError, toEngineError } from '../../../../src/engine/errors.ts'
import { toArchiveError } from '../../../../src/volumes/archive/archiveError.ts'
import { compressionOf, namedBackupFile } from '../../../../src/volumes/archive/backupFile.ts'
import { differences, impliedFolders } from '../../../../src/volumes/archive/difference.ts'
import { FactCollector } from '../../../../src/volumes/archive/factCollector.ts'
import { decodeFact, type Facts } from '../../../../src/volumes/archive/fact.ts'
import { FactMap } from '../../../../src/volumes/archive/factMap.ts'
import { manifestParts, ManifestReader } from '../../../../src/volumes/archive/manifest.ts'
import { withoutPasswords } from '../../../../src/volumes/archive/passwords.ts'
import { fileEntry } from '../../../../src/volumes/archive/tarWriter.ts'
import type { TarEntry, TarPart } from '../../../../src/volumes/archive/tarEntry.ts'

function file(name: string, content: string, changes: Partial<TarEntry> = {}): readonly TarPart[] {
	return [{ ...fileEntry(name, content.length, new Map()), modified: '1700000000.9', ...changes }, Buffer.from(content)]
}

const hard = (name: string, linkName: string): readonly TarPart[] => [
	{ ...fileEntry(name, 0, new Map()), type: 'hardLink', linkName },
]

async function collect(...parts: readonly (readonly TarPart[])[]): Promise<Facts> {
	const collector = new FactCollector()
	const source = async function* () {
		yield* parts.flat()
	}
	for await (const _ of collector.passing(source()));
	return collector.facts()
}

describe('facts', () => {
	it('are the same whichever name of a file comes first', async () => {
		const one = await collect(file('a', 'x'), hard('b', 'a'), hard('c', 'b'))
		const other = await collect(file('c', 'x'), hard('a', 'c'), hard('b', 'c'))
		assert.deepEqual(differences(one, other), [])
		assert.equal(decodeFact(one.get('c') ?? '').firstName, 'a')
		assert.equal(decodeFact(one.get('c') ?? '').modified, 1_700_000_000)
	})

	it('refuse a hard link to nothing, or in a circle', async () => {
		const invalid = (error: unknown) => error instanceof EngineError && error.reason === 'invalid'
		await assert.rejects(collect(hard('a', 'b')), invalid)
		await assert.rejects(collect(hard('a', 'b'), hard('b', 'a')), invalid)
	})

	it('tell what differs', async () => {
		const before = await collect(
			file('gone', ''),
			file('same', 'x'),
			file('content', 'x'),
			file('mode', 'x'),
			file('hard', 'x'),
		)
		const after = await collect(
			file('same', 'x'),
			file('content', 'y'),
			file('mode', 'x', { mode: 0o600, uid: 5 }),
			file('hard', 'x'),
			hard('new', 'hard'),
		)
		assert.deepEqual(
			differences(before, after).map(({ path, kind, aspects }) => [path, kind, ...aspects]),
			[
				['content', 'content', 'content'],
				['gone', 'removed'],
				['hard', 'attributes', 'links'],
				['mode', 'attributes', 'mode', 'owner'],
				['new', 'added'],
			],
		)
	})

	it('know folders without an entry of their own', async () => {
		assert.deepEqual(impliedFolders(await collect(file('a/b/c', ''), file('a/d', ''))), new Set(['a/b', 'a', '']))
	})
})

describe('FactMap', () => {
	it('keeps what it is given, in order, whatever its length and its bytes', () => {
		const facts = new FactMap()
		const texts = Array.from({ length: 300 }, (_, index) => `${index}\0\xff${'x'.repeat(index * 100)}`)
		texts.splice(150, 0, 'y'.repeat(3_000_000), '')
		for (const [index, text] of texts.entries()) facts.set(`p${index}`, text)
		assert.equal(facts.size, 302)
		assert.deepEqual(
			[...facts],
			texts.map((text, index) => [`p${index}`, text]),
		)
		assert.deepEqual([...facts.keys()].slice(0, 2), ['p0', 'p1'])
	})

	it('takes the later of two, and forgets', () => {
		const facts = new FactMap()
		facts.set('a', 'one')
		facts.set('b', 'two')
		facts.set('a', 'three')
		assert.equal(facts.get('a'), 'three')
		facts.delete('a')
		assert.equal(facts.get('a'), undefined)
		assert.equal(facts.has('a'), false)
		assert.deepEqual([...facts], [['b', 'two']])
	})
})

describe('manifest', () => {
	const origin = { volume: 'v', driver: 'local', options: {}, labels: { a: 'b' }, createdAt: new Date(5000) }

	it('says again what it was given, whatever bytes the names are', async () => {
		const facts = await collect(
			file('\xff\n', 'x', { records: new Map([['SCHILY.xattr.user.a', '\xfe']]) }),
			[{ ...fileEntry('l', 0, new Map()), type: 'symbolicLink', linkName: '\xfe' }],
			[{ ...fileEntry('d', 0, new Map()), type: 'blockDevice', device: [8, 1] }],
			hard('z', '\xff\n'),
		)
		const [entry, ...lines] = manifestParts({ origin, facts })
		assert.ok(entry && !Buffer.isBuffer(entry))
		const content = Buffer.concat(lines as Buffer[])
		assert.equal(entry.size, content.length)
		const reader = new ManifestReader()
		for (let at = 0; at < content.length; at += 10) reader.push(content.subarray(at, at + 10))
		const read = reader.manifest()
		assert.deepEqual(read.origin, origin)
		assert.equal(read.facts.size, 4)
		assert.deepEqual([...read.facts], [...facts])
	})

	it('is refused when it is damaged', () => {
		const refuses = (text: string) =>
			assert.throws(() => {
				const reader = new ManifestReader()
				reader.push(Buffer.from(text))
				reader.manifest()
			}, /brokenManifest/)
		refuses('')
		refuses('{}\n')
		refuses('{"longshore":1\n')
		refuses(`${JSON.stringify({ longshore: 1, ...origin, createdAt: '2026-01-01T00:00:00Z' })}\n{"path":"a"}\n`)
		refuses(`${JSON.stringify({ longshore: 1, ...origin, createdAt: '2026-01-01T00:00:00Z' })}\n{"path"`)
	})

	it('has no passwords', () => {
		assert.deepEqual(withoutPasswords({ o: 'addr=h,username=u,password=s3,rw', device: '//h/x', Password: 'p' }), {
			o: 'addr=h,username=u,rw',
			device: '//h/x',
		})
	})
})

describe('backup files', () => {
	it('are told by their ending', () => {
		assert.equal(compressionOf('/x/a.TAR.GZ'), 'gzip')
		assert.equal(compressionOf('a.tgz'), 'gzip')
		assert.equal(compressionOf('a.tar.zst'), 'zstd')
		assert.equal(compressionOf('a.tar'), 'none')
		assert.equal(compressionOf('a.zip'), undefined)
	})

	it('get the ending that is missing, once', () => {
		assert.deepEqual(namedBackupFile('/a/b.tgz', 'zstd'), { path: '/a/b.tgz', compression: 'gzip' })
		assert.deepEqual(namedBackupFile('/a/b', 'zstd'), { path: '/a/b.tar.zst', compression: 'zstd' })
		assert.deepEqual(namedBackupFile('/a/b.zst', 'zstd'), { path: '/a/b.tar.zst', compression: 'zstd' })
		assert.deepEqual(namedBackupFile('/a/b.gz', 'gzip'), { path: '/a/b.tar.gz', compression: 'gzip' })
	})

	it('tell a full disk, and a stream that is cut off', () => {
		const full = Object.assign(new Error('x'), {
			statusCode: 500,
			json: { message: 'write /a: no space left on device' },
		})
		assert.equal(toArchiveError(toEngineError(full)).reason, 'noSpace')
		assert.equal(toArchiveError(Object.assign(new Error('x'), { code: 'Z_BUF_ERROR' })).reason, 'invalid')
	})
})
