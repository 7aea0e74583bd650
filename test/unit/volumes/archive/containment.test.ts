import assert from 'node:assert/strict'

import { EngineError } from '../../../../src/engine/errors.ts'
import { contained, outwardLinks, pathWithin } from '../../../../src/volumes/archive/containment.ts'
import { encodeFact, factOf } from '../../../../src/volumes/archive/fact.ts'
import { fileEntry } from '../../../../src/volumes/archive/tarWriter.ts'
import type { TarEntry } from '../../../../src/volumes/archive/tarEntry.ts'
import { isEntry } from '../../../../src/volumes/archive/tarReader.ts'

const file = (name: string) => fileEntry(name, 0, new Map())
const link = (name: string, linkName: string): TarEntry => ({ ...file(name), type: 'symbolicLink', linkName })
const hard = (name: string, linkName: string): TarEntry => ({ ...file(name), type: 'hardLink', linkName })

async function names(entries: readonly TarEntry[], root = ''): Promise<string[]> {
	const source = async function* () {
		yield* entries
	}
	const found: string[] = []
	for await (const part of contained(source(), root)) if (isEntry(part)) found.push(part.name)
	return found
}

const denied = (error: unknown) => error instanceof EngineError && error.reason === 'denied'

describe('containment', () => {
	it('makes names paths within the volume', () => {
		assert.equal(pathWithin('./'), '')
		assert.equal(pathWithin('./a//b/'), 'a/b')
		assert.equal(pathWithin('a/..b/c..'), 'a/..b/c..')
	})

	it('refuses whatever would be written outside', async () => {
		for (const entries of [
			[file('/etc/passwd')],
			[file('../x')],
			[file('a/../../x')],
			[hard('a', '../x')],
			[hard('a', '/etc/passwd')],
			[hard('a', '.')],
			[link('way', '/etc'), file('way/passwd')],
			[link('a/way', '..'), file('a/way/deep/x')],
			[link('.', '/')],
		]) {
			await assert.rejects(names(entries), denied, JSON.stringify(entries[0]?.name))
		}
	})

	it('goes on where a link is replaced by a folder', async () => {
		const folder: TarEntry = { ...file('way'), type: 'directory' }
		assert.deepEqual(await names([link('way', '/etc'), folder, file('way/x')]), ['way', 'way', 'way/x'])
	})

	it('sees an archive from one of its folders, and nothing beside it', async () => {
		assert.deepEqual(await names([{ ...file('v/'), type: 'directory' }, file('v/a'), hard('v/b', 'v/a')], 'v'), [
			'',
			'a',
			'b',
		])
		await assert.rejects(names([file('v/a'), file('w')], 'v'), denied)
		await assert.rejects(names([file('v/a'), hard('v/b', 'w')], 'v'), denied)
	})

	it('finds symbolic links that lead out', () => {
		const facts = new Map(
			[link('a', '/etc'), link('b', '..'), link('c/d', '../x'), link('c/e', '../../x'), link('f', 'g/../h')].map(
				(entry) => [entry.name, encodeFact(factOf(entry, ''))] as const,
			),
		)
		assert.deepEqual(outwardLinks(facts), ['a', 'b', 'c/e'])
	})
})
