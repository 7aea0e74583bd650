import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'

import { EngineError } from '../../../../src/engine/errors.ts'
import { encodeEntry, fileEntry, gathered, writeTar } from '../../../../src/volumes/archive/tarWriter.ts'
import type { TarEntry, TarPart } from '../../../../src/volumes/archive/tarEntry.ts'
import { isEntry, readTar } from '../../../../src/volumes/archive/tarReader.ts'

/** Bytes for a name. */
const toBytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

async function* pieces(archive: Buffer, size: number): AsyncGenerator<Buffer> {
	for (let at = 0; at < archive.length; at += size) yield archive.subarray(at, at + size)
}

async function read(archive: Buffer, size = 64 * 1024): Promise<{ entries: TarEntry[]; contents: string[] }> {
	const entries: TarEntry[] = []
	const contents: string[] = []
	for await (const part of readTar(pieces(archive, size))) {
		if (isEntry(part)) {
			entries.push(part)
			contents.push('')
		} else contents[contents.length - 1] += part.toString('latin1')
	}
	return { entries, contents }
}

async function write(parts: readonly TarPart[]): Promise<Buffer> {
	const source = async function* () {
		yield* parts
	}
	const written: Buffer[] = []
	for await (const piece of writeTar(source())) written.push(piece)
	return Buffer.concat(written)
}

const inTemporary = 'd="$(mktemp -d)" && trap \'rm -r "$d"\' EXIT && cd "$d"'

const odd: readonly TarEntry[] = [
	{ ...fileEntry(toBytes('plain'), 3, new Map()), mode: 0o4755, uid: 1000, gid: 2000, modified: '1700000000' },
	{ ...fileEntry(`${'d/'.repeat(60)}${'n'.repeat(255)}`, 0, new Map()), modified: '1700000000.123456789' },
	{ ...fileEntry('\xff\xfe broken \n name', 1, new Map()), uid: 3_000_000, gid: 4_000_000_000 },
	{ ...fileEntry(toBytes('한글 “이름”'), 512, new Map([['SCHILY.xattr.security.capability', '\x01\x00\xff=\n']])) },
	{ ...fileEntry('link', 0, new Map()), type: 'symbolicLink', linkName: toBytes(`ü${'x'.repeat(300)}`) },
	{ ...fileEntry('hard', 0, new Map()), type: 'hardLink', linkName: 'plain' },
	{ ...fileEntry('fifo', 0, new Map()), type: 'fifo', modified: '-5' },
	{ ...fileEntry('device', 0, new Map()), type: 'characterDevice', device: [1, 300] },
	{ ...fileEntry('folder/', 0, new Map()), type: 'directory', mode: 0o1777 },
]

describe('tar', () => {
	it('reads what it wrote, every byte, in pieces of any length', async () => {
		const archive = await write(
			odd.flatMap((entry) => (entry.size > 0 ? [entry, Buffer.alloc(entry.size, 65)] : [entry])),
		)
		assert.equal(archive.length % 512, 0)
		for (const size of [1, 7, 512, 1000, 1_000_000]) {
			const { entries, contents } = await read(archive, size)
			assert.deepEqual(entries, odd)
			assert.deepEqual(
				contents,
				odd.map((entry) => 'A'.repeat(entry.size)),
			)
		}
	})

	it('writes what the system tar reads', async () => {
		const archive = await write([fileEntry(toBytes(`ä/${'n'.repeat(200)}`), 2, new Map()), Buffer.from('hi')])
		const listed = spawnSync('tar', ['-tf', '-'], { input: archive, env: { ...process.env, LC_ALL: 'C.UTF-8' } })
		assert.equal(listed.status, 0, String(listed.stderr))
		assert.match(listed.stdout.toString('latin1'), /n{200}/)
	})

	for (const format of ['gnu', 'pax', 'ustar', 'v7'] as const) {
		it(`reads the ${format} format of the system tar`, async () => {
			const name = format === 'v7' ? 'short' : `${'f'.repeat(90)}/${'n'.repeat(format === 'ustar' ? 99 : 200)}`
			const script = `${inTemporary} && mkdir -p ${'f'.repeat(90)} && printf content > ${name} && ln -s ${name} way && tar --format=${format} ${format === 'v7' ? '' : '--owner=3000000 --group=1'} -cf - ${format === 'v7' ? name : '*'}`
			const usable = format === 'ustar' ? script.replace('3000000', '30000').replace(/ln -s \S+ way/, 'true') : script
			const { entries, contents } = await read(execFileSync('sh', ['-c', usable]))
			const at = entries.findIndex((entry) => entry.name === name)
			assert.equal(contents[at], 'content')
			if (format === 'gnu' || format === 'pax') {
				assert.equal(entries[at]?.uid, 3_000_000)
				assert.equal(entries.find((entry) => entry.name === 'way')?.linkName, name)
			}
		})
	}

	it('says what is wrong with what is cut off, damaged, or no archive', async () => {
		const archive = await write([fileEntry('a', 2000, new Map()), Buffer.alloc(2000)])
		const because = (message: RegExp) => (error: unknown) =>
			error instanceof EngineError && error.reason === 'invalid' && message.test(error.message)
		for (const length of [100, 512, 1000, 2400, 2560]) {
			await assert.rejects(read(archive.subarray(0, length)), because(/^cutOff/))
		}
		await assert.rejects(read(Buffer.alloc(0)), because(/^empty/))
		await assert.rejects(read(Buffer.alloc(1024, 'x')), because(/^notArchive/))
		const second = await write([fileEntry('a', 0, new Map()), fileEntry('b', 0, new Map())])
		second[512] = 66
		await assert.rejects(read(second), because(/^damaged/))
	})

	it('writes plain headers where they suffice', () => {
		assert.equal(encodeEntry({ ...fileEntry('a', 0, new Map()), modified: '1700000000' }).length, 512)
	})

	it('gathers small pieces', async () => {
		const source = async function* () {
			for (let count = 0; count < 10; count += 1) yield Buffer.from('abc')
		}
		const lengths: number[] = []
		for await (const piece of gathered(source(), 8)) lengths.push(piece.length)
		assert.deepEqual(lengths, [9, 9, 9, 3])
	})
})
