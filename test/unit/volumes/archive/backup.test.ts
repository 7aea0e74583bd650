import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { factsIn, readBackup } from '../../../../src/volumes/archive/backup.ts'
import { differences } from '../../../../src/volumes/archive/difference.ts'
import { readBackupContent } from '../../../../src/volumes/archive/readContent.ts'
import type { TarPart } from '../../../../src/volumes/archive/tarEntry.ts'
import { fileEntry, writeTar } from '../../../../src/volumes/archive/tarWriter.ts'

describe('A backup made by another tool', () => {
	let folder: string
	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'longshore-backup-'))
	})
	after(() => rm(folder, { recursive: true }))

	const { signal } = new AbortController()
	const job = { signal, report: () => undefined }
	const modified = '1000000000'

	/** An archive as `tar c WAY` writes it, of a volume that is mounted there. */
	async function archive(name: string, way: string): Promise<string> {
		const path = join(folder, name)
		const file = `${way}deep/file`
		const entry = (path: string, size = 0) => ({ ...fileEntry(path, size, new Map()), modified })
		const parts: readonly TarPart[] = [
			{ ...entry(way || './'), type: 'directory' },
			{ ...entry(`${way}deep/`), type: 'directory' },
			entry(file, 5),
			Buffer.from('hello'),
			{ ...entry(`${way}hard`), type: 'hardLink', linkName: file },
		]
		const source = async function* () {
			yield* parts
		}
		await writeFile(path, writeTar(source()))
		return path
	}

	it('is the same as the volume, seen from the folder that is the volume', async () => {
		const plain = await readBackup(await archive('plain.tar', ''), job)
		const path = await archive('whole-way.tar', 'srv/dbdata/')
		const whole = await readBackup(path, job)
		assert.deepEqual(whole.onlyFolders, ['srv', 'srv/dbdata'])
		assert.notDeepEqual(differences(factsIn(whole, ''), plain.facts), [])
		assert.deepEqual(differences(factsIn(whole, 'srv/dbdata'), plain.facts), [])
		for (const file of ['deep/file', 'hard']) {
			assert.equal(String(await readBackupContent(path, 'srv/dbdata', file, signal)), 'hello')
		}
	})
})
