import type Docker from 'dockerode'
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Values that must be seen nowhere. */
export const secretValues = ['hunter22-in-the-environment', 'hunter22-in-a-label', 'hunter22-build-argument'] as const

const [environment, label, argument] = secretValues

const files = {
	'root/.ssh/id_ed25519': '-----BEGIN OPENSSH PRIVATE KEY-----\nnot a real one\n',
	'app/.env': 'PORT=80\nDB_PASSWORD=hunter22-in-a-file\n',
	'app/.git/HEAD': 'ref: refs/heads/main\n',
	'app/server.txt': 'nothing secret',
} as const

const dockerfile = `FROM busybox:latest
COPY . /
ARG NPM_TOKEN
RUN rm /root/.ssh/id_ed25519
ENV DB_PASSWORD=${environment}
LABEL api.token=${label}
`

/** Makes an image that one would regret to push. */
export async function makeSecretImage(docker: Docker, reference: string): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'longshore-image-'))
	try {
		for (const [path, content] of Object.entries(files)) {
			await mkdir(dirname(join(folder, path)), { recursive: true })
			await writeFile(join(folder, path), content)
		}
		await writeFile(join(folder, 'Dockerfile'), dockerfile)
		const archive = spawn('tar', ['--create', '--directory', folder, '.'], { stdio: ['ignore', 'pipe', 'inherit'] })
		const output = await docker.buildImage(archive.stdout, {
			t: reference,
			forcerm: true,
			buildargs: { NPM_TOKEN: argument },
		})
		const { promise, resolve, reject } = Promise.withResolvers<void>()
		docker.modem.followProgress(output, (error) => (error ? reject(error) : resolve()))
		await promise
	} finally {
		await rm(folder, { recursive: true, force: true })
	}
}
