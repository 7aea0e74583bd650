import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { isEntry, readTar } from '../../../../src/volumes/archive/tarReader.ts'
import { EngineError } from '../../../../src/engine/errors.ts'

/** Whole files with holes; GNU tar finds those by itself. */
const script = `
	truncate -s 3M hollow
	: > many; for i in $(seq 0 69); do printf '%s' "piece $i" | dd of=many bs=1 seek=$((i * 65536)) conv=notrunc 2>/dev/null; done
	truncate -s 5M many
	printf head > ahead; truncate -s 1M ahead
	truncate -s 1M behind; printf tail >> behind
	truncate -s 1M "$(printf 'n%.0s' $(seq 150))"
	echo plain > plain`

describe('a tar with sparse files', () => {
	let folder: string
	before(() => {
		folder = mkdtempSync(join(tmpdir(), 'longshore-sparse-'))
		execFileSync('sh', ['-c', script], { cwd: folder })
	})
	after(() => rmSync(folder, { recursive: true, force: true }))

	const archive = (...options: readonly string[]) =>
		execFileSync('tar', ['-S', '--hole-detection=raw', ...options, '-cf', '-', '.'], { cwd: folder })

	async function read(content: Buffer, size = 64 * 1024): Promise<Record<string, string>> {
		const found: Record<string, string> = {}
		let name = ''
		let length = 0
		let hash = createHash('sha256')
		const end = () => {
			if (name !== '') found[name] = `${length} ${hash.copy().digest('hex')}`
		}
		const pieces = async function* () {
			for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size)
		}
		for await (const part of readTar(pieces())) {
			if (isEntry(part)) {
				end()
				assert.deepEqual(
					[...part.records.keys()].filter((key) => key.startsWith('GNU.')),
					[],
				)
				name = part.type === 'file' ? part.name.replace(/^\.\//, '') : ''
				length = 0
				hash = createHash('sha256')
				assert.ok(part.type !== 'file' || !part.name.includes('GNUSparseFile'), part.name)
			} else {
				length += part.length
				hash.update(part)
			}
		}
		end()
		return found
	}

	function files(): Record<string, string> {
		const names = execFileSync('ls', { cwd: folder, encoding: 'utf8' }).trim().split('\n')
		return Object.fromEntries(
			names.map((name) => {
				const content = readFileSync(join(folder, name))
				return [name, `${content.length} ${createHash('sha256').update(content).digest('hex')}`]
			}),
		)
	}

	for (const [format, options] of [
		['GNU’s old format', ['--format=gnu']],
		['PAX 0.1', ['--format=posix', '--sparse-version=0.1']],
		['PAX 1.0', ['--format=posix', '--sparse-version=1.0']],
	] as const) {
		it(`is read with all the zeros between: ${format}`, async () => {
			const made = archive(...options)
			// It holds no zeros that would make it as large as its files are.
			assert.ok(made.length < 1_000_000, String(made.length))
			const expected = files()
			assert.deepEqual(await read(made), expected)
			assert.deepEqual(await read(made, 700), expected)
		})
	}

	it('is refused in PAX 0.0, which repeats its records', async () => {
		await assert.rejects(read(archive('--format=posix', '--sparse-version=0.0')), /^EngineError: sparse/)
	})

	it('is refused where its map is damaged', async () => {
		const refused = (error: unknown) => error instanceof EngineError && /damaged|cutOff/.test(error.message)
		writeFileSync(join(folder, 'one'), 'x'.repeat(4096))
		execFileSync('sh', ['-c', 'truncate -s 1M one'], { cwd: folder })
		const pax = execFileSync('tar', ['-S', '--format=posix', '--hole-detection=raw', '-cf', '-', 'one'], {
			cwd: folder,
		})
		rmSync(join(folder, 'one'))
		const map = pax.indexOf('2\n0\n4096\n1048576\n0\n')
		assert.ok(map > 0)
		for (const wrong of ['2\n0\n9999\n1048576\n0\n', '2\n4096\n4096\n0\n0\n', '9999999\n0\n', 'x\n']) {
			const damaged = Buffer.from(pax)
			damaged.write(wrong, map, 'latin1')
			await assert.rejects(read(damaged), refused, wrong)
		}
		await assert.rejects(read(pax.subarray(0, map + 100)), refused)
	})
})
