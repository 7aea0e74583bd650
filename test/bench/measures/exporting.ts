import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { parseHost } from '../../../src/engine/endpoint.ts'
import { dial } from '../../../src/engine/engine.ts'
import { readBackup } from '../../../src/volumes/archive/backup.ts'
import { endings } from '../../../src/volumes/archive/backupFile.ts'
import { copyVolume } from '../../../src/volumes/archive/copyVolume.ts'
import { exportVolume } from '../../../src/volumes/archive/exportVolume.ts'
import { importBackup } from '../../../src/volumes/archive/importBackup.ts'
import { makeBusybox } from '../../support/images.ts'
import { inVolumes } from '../../support/volumes.ts'
import type { Measure, Result } from '../measure.ts'
import type { Place } from '../place.ts'

/** About 1 GB each, that compresses as texts do. */
const contents: Readonly<Record<string, string>> = {
	'few large': `dd if=/dev/urandom bs=1M count=8 2>/dev/null | od -x > t
		cat t t t t > u; for i in $(seq 9); do cat u > large$i; done; rm t u`,
	'many small': `dd if=/dev/urandom bs=1M count=8 2>/dev/null | od -x > t
		mkdir d; awk 'NR%500==1{close(f); f="d/f" ++n} {print > f}' t; rm t
		for i in $(seq 40); do cp -r d d$i; done`,
}

/** Exporting a volume, beside `docker run … busybox tar czf`; and what memory it takes, as do its way back and a clone. */
export const exporting: Measure = {
	name: 'exporting',
	run: async (place) => {
		const { engine } = place
		await makeBusybox(engine.docker)
		const folder = await mkdtemp(join(tmpdir(), 'longshore-export-'))
		try {
			const results: Result[] = []
			for (const [kind, script] of Object.entries(contents))
				results.push(...(await measure(place, folder, kind, script)))
			return results
		} finally {
			await rm(folder, { recursive: true, force: true })
		}
	},
}

async function measure({ engine }: Place, folder: string, kind: string, script: string): Promise<readonly Result[]> {
	const name = kind.replace(' ', '-')
	await engine.docker.createVolume({ Name: name })
	await inVolumes(engine.docker, [name], `cd /${name}; ${script}`)
	const connected = await dial(parseHost(engine.host), AbortSignal.timeout(10_000))
	const timed = async (work: () => Promise<unknown>) => {
		const started = performance.now()
		await work()
		return performance.now() - started
	}
	const mounts = ['-v', `${name}:/v`, '-v', `${folder}:/b`]
	const environment = { env: { ...process.env, DOCKER_HOST: engine.host } }
	const words = ['run', '--rm', ...mounts, 'busybox', 'tar', 'czf', `/b/${name}.tgz`, '-C', '/v', '.']
	const plain = await timed(() => promisify(execFile)('docker', words, environment))
	const job = { signal: new AbortController().signal, report: () => undefined }
	const more = async (work: () => Promise<unknown>) => {
		const before = ownMemory()
		let peak = before
		const sampling = setInterval(() => (peak = Math.max(peak, ownMemory())), 20)
		try {
			await work()
		} finally {
			clearInterval(sampling)
		}
		return (peak - before) / 1e6
	}
	const paths = { gzip: join(folder, name + endings.gzip[0]), zstd: join(folder, name + endings.zstd[0]) }
	const times = async (compression: 'gzip' | 'zstd') => {
		const file = { path: paths[compression], compression }
		return plain / (await timed(() => exportVolume({ engine: connected, name }, file, job)))
	}
	const specification = { name: `${name}-again`, driver: 'local', options: {}, labels: {} }
	const again = engine.docker.getVolume(specification.name)
	const imported = async () => {
		const backup = await readBackup(paths.zstd, job)
		await importBackup(connected, backup, { kind: 'new', specification }, { root: '', outwardLinks: 'keep' }, job)
	}
	const cloned = () => copyVolume({ engine: connected, name }, { engine: connected, specification }, job)
	const speeds = { gzip: 0, zstd: 0 }
	const common = { unit: 'times', atLeast: true } as const
	const little = { unit: 'MB', bar: 100 } as const
	try {
		const exporting = await more(async () => {
			speeds.gzip = await times('gzip')
			speeds.zstd = await times('zstd')
		})
		const importing = await more(imported)
		await again.remove()
		const cloning = await more(cloned)
		await again.remove()
		return [
			{ what: `1 GB exported, ${kind} files, .tar.gz: as fast as tar czf`, value: speeds.gzip, bar: 1, ...common },
			{ what: `1 GB exported, ${kind} files, .tar.zst: as fast as tar czf`, value: speeds.zstd, bar: 2, ...common },
			{ what: `Memory more meanwhile, ${kind} files`, value: exporting, ...little },
			{ what: `Memory more while it is imported, ${kind} files`, value: importing, ...little },
			{ what: `Memory more while it is cloned, ${kind} files`, value: cloning, ...little },
		]
	} finally {
		await engine.docker.getVolume(name).remove()
	}
}

/** What this process has in memory of its own; bytes. Not the pages of its program, which the system drops and reads again. */
function ownMemory(): number {
	const [, kibibytes] = /^RssAnon:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
	if (kibibytes === undefined) throw new Error('The system does not tell a process’s own memory.')
	return Number(kibibytes) * 1024
}
