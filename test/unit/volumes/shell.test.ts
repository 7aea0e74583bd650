import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'

import { FrameReader } from '../../../src/volumes/data/frames.ts'
import { Answer } from '../../../src/volumes/data/answer.ts'
import { prelude } from '../../../src/volumes/data/prelude.ts'
import { SearchReader, type SearchMatch } from '../../../src/volumes/data/search.ts'
import {
	entryNameProblem,
	hasLinks,
	parseCount,
	parseList,
	parseStat,
	placeOf,
	quoted,
} from '../../../src/volumes/data/shell.ts'
import { DataError, shellFailure } from '../../../src/volumes/data/shellFailure.ts'

describe('words for a shell', () => {
	for (const word of ['', 'plain', "it's", '$(reboot)', '`x`', 'a\nb', '\\', '"', '-n', '*', '한글 🐳']) {
		it(`keeps ${JSON.stringify(word)} as it is`, () => {
			assert.equal(execFileSync('sh', ['-c', `printf %s ${quoted(word)}`]).toString(), word)
		})
	}

	it('gives a path as a folder and a name', () => {
		assert.equal(placeOf('/'), "'/volume' '.'")
		assert.equal(placeOf('/a'), "'/volume' 'a'")
		assert.equal(placeOf("/a b/it's"), String.raw`'/volume/a b' 'it'\''s'`)
		assert.equal(placeOf('/a/b', '/source'), "'/source/a' 'b'")
	})
})

describe('the prelude', () => {
	it('is what a POSIX shell understands', () => {
		execFileSync('sh', ['-n'], { input: prelude })
	})
})

const stat = (mode: string, size: number, rest: string) =>
	`${mode} ${size} 1700000000 1700000001 33 34 2023-11-14 22:13:20.123456789 +0000 ${rest}//\n`

describe('lists of entries', () => {
	it('reads names of every kind, and what links lead to', () => {
		const own = [
			stat('81a4', 3, './a\nb'),
			stat('41ed', 4096, './folder'),
			stat('a1ff', 5, './in'),
			stat('a1ff', 5, './out'),
			stat('a1ff', 5, './file link'),
			stat('11a4', 0, './pipe'),
		].join('')
		const targets = stat('41ed', 4096, './in') + stat('41ed', 4096, './out') + stat('81a4', 77, './file link')
		const entries = parseList(Buffer.from(own), Buffer.from(`${targets}//\n./in//\n`))
		assert.deepEqual(
			entries.map(({ name, kind, isLink, size }) => [name, kind, isLink, size]),
			[
				['a\nb', 'file', false, 3],
				['folder', 'folder', false, 4096],
				['in', 'folder', true, 5],
				['out', 'file', true, 5],
				['file link', 'file', true, 77],
				['pipe', 'other', false, 0],
			],
		)
		assert.deepEqual(entries[0], {
			name: 'a\nb',
			undecodable: undefined,
			kind: 'file',
			isLink: false,
			size: 3,
			modified: 1_700_000_000_123,
			changed: 1_700_000_001_000,
			mode: 0o644,
			owner: 33,
			group: 34,
		})
	})

	it('asks about links only where there are some', () => {
		assert.equal(hasLinks(Buffer.from(stat('81a4', 1, './a1ff x'))), false)
		assert.equal(hasLinks(Buffer.from(stat('81a4', 1, './a') + stat('a1ff', 1, './b'))), true)
		assert.equal(hasLinks(Buffer.from(stat('a1ff', 1, './b'))), true)
	})

	it('reads an empty folder', () => assert.deepEqual(parseList(Buffer.alloc(0)), []))

	it('tells bytes that are not UTF-8 from the character that stands for them', () => {
		const bytes = Buffer.concat([
			Buffer.from(stat('81a4', 1, './x\u0001').replace('\u0001//\n', '')),
			Buffer.from([0xff]),
			Buffer.from(`//\n${stat('81a4', 1, './x\uFFFD')}`),
		])
		const entries = parseList(bytes)
		assert.deepEqual(
			entries.map(({ name, undecodable }) => [name, undecodable]),
			[
				['x\uFFFD', '78ff'],
				['x\uFFFD', undefined],
			],
		)
	})

	it('reads a link’s own facts where it leads nowhere, and whole seconds where there are no others', () => {
		const whole = stat('a1ff', 5, './l').replace('.123456789', '')
		assert.equal(parseStat(Buffer.from(whole))?.modified, 1_700_000_000_000)
		const both = parseStat(Buffer.from(stat('a1ff', 5, './l') + stat('41ed', 4096, './l')))
		assert.deepEqual([both?.kind, both?.isLink, both?.size], ['folder', true, 4096])
		assert.equal(parseStat(Buffer.from('nonsense')), undefined)
	})

	it('counts', () => {
		assert.deepEqual(parseCount(Buffer.from('d\nd\n5\n7\n')), { folders: 2, files: 2, bytes: 12 })
		assert.deepEqual(parseCount(Buffer.from('')), { folders: 0, files: 0, bytes: 0 })
	})
})

describe('names of entries', () => {
	it('are refused only where Linux has none such', () => {
		const problems = ['', '.', '..', 'a/b', 'a\0', 'é'.repeat(128), '-x', ' ', 'a\nb', 'é'.repeat(127)]
		assert.deepEqual(problems.map(entryNameProblem), [
			'empty',
			'reserved',
			'reserved',
			'character',
			'character',
			'long',
			...[undefined, undefined, undefined, undefined],
		])
	})
})

describe('the answer of a script', () => {
	it('is whole whatever pieces it comes in, and waits for what comes over the other way', () => {
		const token = 'f'.repeat(32)
		const end = `\0${token} 3\n`
		for (const size of [1, 7, 1000]) {
			const told: unknown[] = []
			const answer = new Answer(token, (code, output, complaint) => told.push(code, output.toString(), complaint))
			const frames = new FrameReader((channel, payload) => answer.push(channel, payload))
			const stream = Buffer.concat([frame(1, `out\0put${end}`), frame(2, 'what '), frame(2, `a pity\n${end}`)])
			for (let at = 0; at < stream.length; at += size) frames.push(stream.subarray(at, at + size))
			assert.deepEqual(told, [3, 'out\0put', 'what a pity'])
		}
	})

	it('means what it says', () => {
		assert.equal(shellFailure(1, 'cat: write error: No space left on device').reason, 'noSpace')
		assert.equal(shellFailure(1, 'x: Read-only file system').reason, 'readOnly')
		const failure = shellFailure(47, '')
		assert.ok(failure instanceof DataError)
		assert.equal(failure.exit, 'outside')
		assert.match(shellFailure(3, '').message, /code 3/)
	})
})

describe('what a search finds', () => {
	it('is read whatever pieces it comes in', () => {
		const output =
			'./n.txt\0./new\nline\0\0./a:3:some text\n./b:4:\x01\ntoken\n./c:d\x007:x:y\ntoken\n./e:f\0token\n./g:h\x009:end\ntoken\n'
		for (const size of [1, 5, 1000]) {
			const found: SearchMatch[] = []
			const reader = new SearchReader('token', (match) => found.push(match))
			for (let at = 0; at < output.length; at += size) reader.push(Buffer.from(output.slice(at, at + size)))
			assert.deepEqual(
				found.map(({ path, line, text }) => [path, line, text]),
				[
					['/n.txt', undefined, ''],
					['/new\nline', undefined, ''],
					['/a', 3, 'some text'],
					['/c:d', 7, 'x:y'],
					['/g:h', 9, 'end'],
				],
			)
		}
	})
})

function frame(channel: number, text: string): Buffer {
	const header = Buffer.alloc(8)
	header.writeUInt8(channel, 0)
	header.writeUInt32BE(Buffer.byteLength(text), 4)
	return Buffer.concat([header, Buffer.from(text)])
}
