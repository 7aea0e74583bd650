import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type Dockerode from 'dockerode'
import type { Engine } from '../../engine/engine.ts'
import { removeHelper } from '../../engine/helper.ts'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import { Answer } from './answer.ts'
import { FrameReader } from './frames.ts'
import { helperOptions, type HelperMount } from './helper.ts'
import { prelude } from './prelude.ts'
import { quoted } from './shell.ts'
import { shellFailure } from './shellFailure.ts'

/** A helper that has not ended by itself after this long is killed; ms. */
const patience = 5_000

/**
 * A shell in a small container that has a volume. Its standard input is this connection: when it ends, for whatever
 * reason, the shell ends and the engine removes the container.
 */
export class Session {
	readonly container: Dockerode.Container
	readonly #stream: Duplex
	readonly #removed: Promise<unknown>
	/** Scripts run one after the other. */
	#turn: Promise<unknown> = Promise.resolve()
	#answer: Answer | undefined
	#fail: ((error: EngineError) => void) | undefined
	#ended: EngineError | undefined
	#readOnly = false

	private constructor(container: Dockerode.Container, stream: Duplex, removed: Promise<unknown>) {
		this.container = container
		this.#stream = stream
		this.#removed = removed
		const frames = new FrameReader((channel, payload) => this.#answer?.push(channel, payload))
		stream.on('data', (chunk: Buffer) => frames.push(chunk))
		stream.on('error', (error) => this.#end(toEngineError(error)))
		stream.on('close', () => this.#end(new EngineError('unreachable', 'The helper container ended.')))
	}

	/**
	 * Starts a helper for volumes.
	 *
	 * @throws {EngineError} `notFound` when there is no such volume; `unsupported` or `invalid` when nothing can be done with
	 * what is in the image.
	 */
	static async open(
		engine: Engine,
		image: string,
		mounts: readonly HelperMount[],
		labels: Readonly<Record<string, string>> = {},
	): Promise<Session> {
		// The engine would make a volume that isn't there.
		await Promise.all(mounts.map(({ volumeName }) => engine.docker.getVolume(volumeName).inspect()))
		const container = await engine.docker
			.createContainer(helperOptions(image, mounts, labels))
			.catch((error: unknown) => {
				throw withoutImage(error)
			})
		let session: Session | undefined
		try {
			const stream = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true })
			const removed = container.wait({ condition: 'removed' }).catch(() => undefined)
			session = new Session(container, stream as Duplex, removed)
			await container.start()
			await session.#greet()
			return session
		} catch (error) {
			session?.close().catch(() => undefined)
			await removeHelper(container).catch(() => undefined)
			throw toEngineError(error)
		}
	}

	get ended(): boolean {
		return this.#ended !== undefined
	}

	/** Whether nothing can be written: it is mounted so, or it is so by itself. */
	get readOnly(): boolean {
		return this.#readOnly
	}

	/**
	 * Runs a script and takes what it writes.
	 *
	 * @param held A path that the helper removes if it ends, for whatever reason, before the next script.
	 * @throws {EngineError} as `shellFailure` says.
	 */
	run(script: string, held = ''): Promise<Buffer> {
		const turn = this.#turn.then(() => this.#run(script, held))
		this.#turn = turn.catch(() => undefined)
		return turn
	}

	/**
	 * Starts another process beside the shell; it goes with the helper at the latest. `POST /containers/{id}/exec`.
	 *
	 * @param terminal It gets a terminal, on which its output comes as it is; else it comes in frames.
	 */
	async exec(
		words: readonly string[],
		terminal?: { readonly folder: string; readonly environment: readonly string[] },
	): Promise<{ readonly stream: Duplex; readonly resize: (columns: number, rows: number) => Promise<void> }> {
		const exec = await this.container.exec({
			Cmd: [...words],
			AttachStdin: terminal !== undefined,
			AttachStdout: true,
			AttachStderr: true,
			Tty: terminal !== undefined,
			...(terminal ? { WorkingDir: terminal.folder, Env: [...terminal.environment] } : {}),
		})
		const stream = await exec.start({ hijack: true, stdin: terminal !== undefined, Tty: terminal !== undefined })
		return { stream, resize: (columns, rows) => exec.resize({ w: columns, h: rows }) }
	}

	/** Has the helper remove a path when it ends, for whatever reason; an empty one: nothing. */
	keep(path: string): void {
		this.#stream.write(`kept=${quoted(path)}\n`)
	}

	/** Ends the shell. Resolves when the container is gone, so that nothing holds the volume any more. */
	async close(): Promise<void> {
		this.#stream.destroy()
		// The shell sees its end only when what it runs has ended.
		if (this.#answer) await this.exec(['/bin/sh', '-c', 'kill -TERM -1']).catch(() => undefined)
		const timer = setTimeout(() => void this.container.kill().catch(() => undefined), patience)
		await this.#removed
		clearTimeout(timer)
	}

	async #greet(): Promise<void> {
		this.#stream.write(prelude)
		const access = (await this.run('probe')).toString('utf8').trim()
		this.#readOnly = access.split(',').includes('ro')
	}

	async #run(script: string, held: string): Promise<Buffer> {
		if (this.#ended) throw this.#ended
		const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
		// Nobody can guess it, so no content of a file can look like the end.
		const token = randomBytes(16).toString('hex')
		this.#fail = reject
		this.#answer = new Answer(token, (code, output, complaint) => {
			if (code === 0) resolve(output)
			else reject(shellFailure(code, complaint))
		})
		const end = `code=$?; printf '\\0${token} %d\\n' $code; printf '\\0${token} %d\\n' $code >&2`
		this.#stream.write(`held=${quoted(held)}\n(\n${script}\n) </dev/null\n${end}\n`)
		return promise.finally(() => {
			this.#answer = undefined
			this.#fail = undefined
		})
	}

	#end(error: EngineError): void {
		this.#ended ??= error
		this.#fail?.(this.#ended)
	}
}

/** The volumes are there: what a helper can't be made for lack of is its image, and no data is missing. */
function withoutImage(thrown: unknown): EngineError {
	const error = toEngineError(thrown)
	return error.reason === 'notFound' ? new EngineError('unexpected', error.message, { cause: thrown }) : error
}
