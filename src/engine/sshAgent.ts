import { spawn, type ChildProcess } from 'node:child_process'
import { Agent } from 'node:http'
import { Duplex } from 'node:stream'
import { inspect } from 'node:util'
import type { Endpoint } from './endpoint.ts'
import { EngineError } from './errors.ts'

type SshEndpoint = Extract<Endpoint, { kind: 'ssh' }>

/**
 * Reaches an engine through the person's own `ssh`, so that their keys, their `~/.ssh/config` and their known hosts
 * hold. On the other machine `docker system dial-stdio` joins the connection to the engine's socket, as the docker CLI
 * does it. Connections are kept, as each costs a handshake.
 */
export class SshAgent extends Agent {
	readonly #endpoint: SshEndpoint

	constructor(endpoint: SshEndpoint) {
		super({ keepAlive: true })
		this.#endpoint = endpoint
	}

	override createConnection(): Duplex {
		const { destination, port, remoteSocket } = this.#endpoint
		const host = remoteSocket === undefined ? [] : ['-H', `unix://${remoteSocket}`]
		const child = spawn(
			'ssh',
			[
				'-T',
				'-o',
				// Less than anybody's patience with an engine, so that ssh's own words are heard.
				'ConnectTimeout=8',
				// A connection that is dead ends, as when a laptop wakes up elsewhere.
				...['-o', 'ServerAliveInterval=15', '-o', 'ServerAliveCountMax=3'],
				...(port === undefined ? [] : ['-p', String(port)]),
				'--',
				destination,
				...['docker', ...host, 'system', 'dial-stdio'],
			],
			{ stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true },
		)
		return new ProcessSocket(child)
	}

	// docker-modem prints its options, whatever they hold, before each request.
	[inspect.custom](): string {
		return 'SshAgent'
	}
}

/** A process's standard streams as the socket that Node's HTTP client wants. */
class ProcessSocket extends Duplex {
	readonly #child: ChildProcess
	#complaint = ''

	constructor(child: ChildProcess) {
		super()
		this.#child = child
		child.stdout?.on('data', (chunk: Buffer) => {
			if (!this.push(chunk)) child.stdout?.pause()
		})
		child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#complaint += text))
		// A broken pipe is told by the process's end, with ssh's own words.
		child.stdin?.on('error', () => undefined)
		child.on('error', (error) =>
			this.destroy(new EngineError('unreachable', 'The program ssh could not be started.', { cause: error })),
		)
		child.on('close', (code) => {
			if (code === 0) this.push(null)
			else this.destroy(new EngineError('unreachable', this.#complaint.trim() || `ssh ended with code ${code}.`))
		})
	}

	override _read(): void {
		this.#child.stdout?.resume()
	}

	override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
		if (this.#child.stdin?.write(chunk, encoding)) done()
		else this.#child.stdin?.once('drain', done)
	}

	override _final(done: (error?: Error | null) => void): void {
		this.#child.stdin?.end(() => done())
	}

	override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
		this.#child.kill()
		done(error)
	}

	// Node's agent calls these on sockets that it keeps; a pipe has nothing to do for them.
	setKeepAlive(): this {
		return this
	}

	setNoDelay(): this {
		return this
	}

	setTimeout(): this {
		return this
	}

	ref(): this {
		this.#child.ref()
		return this
	}

	unref(): this {
		this.#child.unref()
		return this
	}
}
