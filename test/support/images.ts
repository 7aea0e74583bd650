import type Docker from 'dockerode'
import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Makes `busybox:latest` from the distribution's static one: nothing is pulled. */
export async function makeBusybox(docker: Docker): Promise<void> {
	await inFolder(async (folder) => {
		const bin = join(folder, 'bin')
		await mkdir(bin)
		await mkdir(join(folder, 'tmp'))
		const { stdout } = await run('busybox', ['--list'])
		await copyFile('/bin/busybox', join(bin, 'busybox'))
		const applets = stdout.split('\n').filter((name) => name !== '' && name !== 'busybox')
		await Promise.all(applets.map((name) => symlink('busybox', join(bin, name))))
		await writeFile(
			join(folder, 'Dockerfile'),
			'FROM scratch\nCOPY bin /bin\nCOPY tmp /tmp\nENV PATH=/bin\nCMD ["sh"]\n',
		)
		await build(docker, folder, 'busybox:latest')
	})
}

/** Makes an image from this machine's own programs, with the libraries that they need: GNU's, where it is Debian. */
export async function makeHostImage(docker: Docker, reference: string, programs: readonly string[]): Promise<void> {
	await inFolder(async (folder) => {
		for (const directory of ['bin', 'tmp', 'lib64', 'lib']) await mkdir(join(folder, directory))
		for (const program of programs) {
			const [source = '', name = ''] = program.split(':')
			await copyFile(source, join(folder, 'bin', name))
			const { stdout } = await run('ldd', [source])
			for (const [library] of stdout.matchAll(/\/\S+/g)) {
				await mkdir(join(folder, dirname(library)), { recursive: true })
				await copyFile(library, join(folder, library))
			}
		}
		await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY . /\nENV PATH=/bin\n')
		await build(docker, folder, reference)
	})
}

/** Makes an image of two layers; its own one cannot be compressed. Every one made has another id. */
export async function makeImage(
	docker: Docker,
	reference: string,
	{ bytes = 1024, from = 'busybox:latest' }: { readonly bytes?: number; readonly from?: string } = {},
): Promise<void> {
	await inFolder(async (folder) => {
		await writeFile(join(folder, 'data'), randomBytes(bytes))
		await writeFile(join(folder, 'Dockerfile'), `FROM ${from}\nCOPY data /data\nLABEL purpose=test\n`)
		await build(docker, folder, reference)
	})
}

async function build(docker: Docker, folder: string, reference: string): Promise<void> {
	const archive = spawn('tar', ['--create', '--directory', folder, '.'], { stdio: ['ignore', 'pipe', 'inherit'] })
	const output = await docker.buildImage(archive.stdout, { t: reference, forcerm: true })
	const { promise, resolve, reject } = Promise.withResolvers<void>()
	docker.modem.followProgress(output, (error) => (error ? reject(error) : resolve()))
	await promise
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'longshore-image-'))
	try {
		await work(folder)
	} finally {
		await rm(folder, { recursive: true, force: true })
	}
}
