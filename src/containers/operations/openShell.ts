import type Dockerode from 'dockerode'
import { randomUUID } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import { runScript } from './execute.ts'

export interface TerminalSize {
	readonly rows: number
	readonly columns: number
}

/** Processes of one shell are known by this. */
const mark = 'LONGSHORE_TERMINAL'
/** Hanging up takes no longer; ms. */
const patience = 5_000

/** A shell that runs in a container, with a terminal; `POST /containers/{id}/exec` with `Tty`. */
export class Shell {
	readonly #engine: Engine
	readonly #containerId: string
	readonly #token: string
	readonly #exec: Dockerode.Exec
	readonly #stream: Duplex
	#ended = false

	private constructor(parts: {
		readonly engine: Engine
		readonly containerId: string
		readonly token: string
		readonly exec: Dockerode.Exec
		readonly stream: Duplex
	}) {
		this.#engine = parts.engine
		this.#containerId = parts.containerId
		this.#token = parts.token
		this.#exec = parts.exec
		this.#stream = parts.stream
	}

	/**
	 * Starts a shell in a running container.
	 *
	 * @param path Of the shell, in the container.
	 * @throws {EngineError} `conflict` when the container does not run.
	 */
	static async open(engine: Engine, containerId: string, path: string, size: TerminalSize): Promise<Shell> {
		const token = randomUUID()
		const exec = await engine.docker.getContainer(containerId).exec({
			Cmd: [path],
			Env: ['TERM=xterm-256color', `${mark}=${token}`],
			AttachStdin: true,
			AttachStdout: true,
			AttachStderr: true,
			Tty: true,
		})
		const stream: Duplex = await exec.start({ hijack: true, stdin: true, Tty: true })
		const shell = new Shell({ engine, containerId, token, exec, stream })
		await shell.resize(size)
		return shell
	}

	/**
	 * Hands on what it writes until it ends.
	 *
	 * @returns Its exit code.
	 * @throws {EngineError} `unreachable` when the connection breaks; `cancelled` when it was hung up.
	 */
	async read(take: (text: string) => void): Promise<number> {
		const decoder = new StringDecoder('utf8')
		try {
			for await (const chunk of this.#stream) if (Buffer.isBuffer(chunk)) take(decoder.write(chunk))
		} catch (error) {
			if (!this.#ended) throw toEngineError(error)
		}
		if (this.#ended) throw new EngineError('cancelled', 'The terminal was closed.')
		this.#ended = true
		return (await this.#exec.inspect()).ExitCode ?? 0
	}

	write(text: string): void {
		if (!this.#ended) this.#stream.write(text)
	}

	/** `POST /exec/{id}/resize`; a shell that has just ended needs no size. */
	async resize({ rows, columns }: TerminalSize): Promise<void> {
		if (!this.#ended) await this.#exec.resize({ h: rows, w: columns }).catch(() => undefined)
	}

	/**
	 * Ends it with all that runs in it, as closing any terminal does. The engine itself would let it run on for as long
	 * as the container does.
	 */
	async hangUp(): Promise<void> {
		if (this.#ended) return
		this.#ended = true
		this.#stream.destroy()
		const text = [
			'for process in /proc/[0-9]*; do',
			`	if grep -q '${mark}=${this.#token}' "$process/environ" 2>/dev/null; then kill -HUP "\${process#/proc/}"; fi`,
			'done',
		].join('\n')
		const signal = AbortSignal.timeout(patience)
		// A container that has stopped meanwhile has no shell either.
		await runScript(this.#engine, this.#containerId, { text, signal }).catch(() => undefined)
	}
}
