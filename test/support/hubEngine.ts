import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { object, optional, parse, string } from 'valibot'

import { inHubNamespace, type HubNames } from './hubNamespace.ts'

/** Whose name and secret the engine gives to a registry. */
export interface EngineCredential {
	readonly username: string
	readonly password: string
}

interface Call {
	readonly method: string
	readonly path: string
	readonly body?: Buffer
	readonly headers?: Readonly<Record<string, string>>
	readonly signal?: AbortSignal
}

/** What a push ended with: the digest, or the engine's words for why it failed. */
export type PushResult = { readonly digest: string } | { readonly failed: string }

const pushLine = object({
	error: optional(string()),
	aux: optional(object({ Digest: optional(string()) })),
})

/** The smallest engine that can push: no bridge, no firewall rules; for the tests of the stand-in itself. */
export class HubEngine implements AsyncDisposable {
	readonly #child: ChildProcess
	readonly #folder: string

	private constructor(child: ChildProcess, folder: string) {
		this.#child = child
		this.#folder = folder
	}

	/** Starts dockerd where the stand-in's names are known, and waits until it listens. */
	static async start(names: HubNames): Promise<HubEngine> {
		const folder = await mkdtemp(join(tmpdir(), 'longshore-hub-engine-'))
		const paths = ['data-root', 'exec-root', 'pidfile'].flatMap((option) => [`--${option}`, join(folder, option)])
		const network = [
			'--bridge',
			'none',
			'--iptables=false',
			'--ip6tables=false',
			'--ip-forward=false',
			'--ip-masq=false',
		]
		const listen = ['-H', `unix://${join(folder, 'docker.sock')}`]
		const [program = '', ...rest] = inHubNamespace(['dockerd', ...paths, ...network, ...listen], names)
		const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'pipe'] })
		const engine = new HubEngine(child, folder)
		await engine.#listening()
		return engine
	}

	async signIn({ username, password }: EngineCredential): Promise<{ status: number; text: string }> {
		const body = Buffer.from(JSON.stringify({ username, password, serveraddress: 'https://index.docker.io/v1/' }))
		return this.#call({ method: 'POST', path: '/auth', body, headers: { 'content-type': 'application/json' } })
	}

	/** Makes an image with one layer of so many bytes that cannot be compressed. */
	async importImage(repository: string, tag: string, bytes: number): Promise<void> {
		const source = join(this.#folder, 'source')
		await mkdir(source, { recursive: true })
		await writeFile(join(source, 'data'), randomBytes(bytes))
		const archive = spawn('tar', ['--create', '--directory', source, 'data'], { stdio: ['ignore', 'pipe', 'inherit'] })
		const path = `/images/create?fromSrc=-&repo=${repository}&tag=${tag}`
		const headers = { 'content-type': 'application/x-tar' }
		const answer = await this.#call({ method: 'POST', path, body: await buffer(archive.stdout), headers })
		if (answer.status !== 200) {
			throw new Error(`The engine did not import the image: ${answer.text}`)
		}
	}

	async tag(reference: string, repository: string, tag: string): Promise<void> {
		await this.#call({ method: 'POST', path: `/images/${reference}/tag?repo=${repository}&tag=${tag}` })
	}

	async push(repository: string, tag: string, credential: EngineCredential, signal?: AbortSignal): Promise<PushResult> {
		const encoded = Buffer.from(JSON.stringify(credential)).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
		const headers = { 'x-registry-auth': encoded }
		const call = { method: 'POST', path: `/images/${repository}/push?tag=${tag}`, headers }
		const answer = await this.#call(signal === undefined ? call : { ...call, signal })
		const lines = answer.text.split('\n').filter((line) => line.trim() !== '')
		const records = lines.map((line) => parse(pushLine, JSON.parse(line)))
		const failed = records.find(({ error }) => error !== undefined)?.error
		const digest = records.find(({ aux }) => aux?.Digest !== undefined)?.aux?.Digest
		return digest === undefined ? { failed: failed ?? answer.text } : { digest }
	}

	/** The digest that a pull without credentials tells, or why it failed. */
	async pull(repository: string, tag: string): Promise<{ status: number; text: string }> {
		return this.#call({ method: 'POST', path: `/images/create?fromImage=${repository}&tag=${tag}` })
	}

	async [Symbol.asyncDispose](): Promise<void> {
		if (this.#child.exitCode === null) {
			const exited = once(this.#child, 'exit')
			this.#child.kill('SIGTERM')
			await exited
		}
		await rm(this.#folder, { recursive: true, force: true })
	}

	async #listening(): Promise<void> {
		const lines = createInterface({ input: this.#child.stderr ?? Readable.from([]) })
		const written: string[] = []
		await new Promise<void>((resolve, reject) => {
			lines.on('line', (line) => {
				written.push(line)
				if (line.includes('API listen on')) {
					resolve()
				}
			})
			lines.once('close', () => reject(new Error(`The engine ended:\n${written.join('\n')}`)))
		})
	}

	async #call({ method, path, body, headers, signal }: Call): Promise<{ status: number; text: string }> {
		const sent = request({
			socketPath: join(this.#folder, 'docker.sock'),
			method,
			path,
			headers: { ...headers, 'content-length': body?.length ?? 0 },
			...(signal === undefined ? {} : { signal }),
		})
		const answered = Promise.withResolvers<{ status: number; text: string }>()
		sent.once('error', answered.reject)
		sent.once('response', (response) => {
			text(response).then(
				(content) => answered.resolve({ status: response.statusCode ?? 0, text: content }),
				answered.reject,
			)
		})
		sent.end(body)
		return answered.promise
	}
}
