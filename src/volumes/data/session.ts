import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import { helperLabel } from '../../engine/shelf.ts'
import { FrameReader } from './frames.ts'
import { exits, root } from './shell.ts'

/**
 * A shell in a small container that has one volume, read-only. Its standard input is this connection: when it ends, for
 * whatever reason, the shell ends and the engine removes the container.
 */
export class Session {
	readonly #stream: Duplex
	readonly #removed: Promise<unknown>
	/** Scripts run one after the other. */
	#turn: Promise<unknown> = Promise.resolve()
	#answer: ((frame: Buffer, stream: number) => void) | undefined
	#fail: ((error: EngineError) => void) | undefined
	#ended: EngineError | undefined

	private constructor(stream: Duplex, removed: Promise<unknown>) {
		this.#stream = stream
		this.#removed = removed
		const frames = new FrameReader((channel, payload) => this.#answer?.(payload, channel))
		stream.on('data', (chunk: Buffer) => frames.push(chunk))
		stream.on('error', (error) => this.#end(toEngineError(error)))
		stream.on('close', () => this.#end(new EngineError('unreachable', 'The helper container ended.')))
	}

	/**
	 * Starts a helper for a volume. It has no network, no rights but to read everything, and limits.
	 *
	 * @throws {EngineError} `notFound` when there is no such image.
	 */
	static async open(engine: Engine, volumeName: string, image: string): Promise<Session> {
		const container = await engine.docker.createContainer({
			Image: image,
			Entrypoint: ['/bin/sh'],
			Cmd: [],
			User: '0:0',
			Labels: { [helperLabel]: volumeName },
			OpenStdin: true,
			StdinOnce: true,
			AttachStdin: true,
			AttachStdout: true,
			AttachStderr: true,
			NetworkDisabled: true,
			HostConfig: {
				AutoRemove: true,
				NetworkMode: 'none',
				ReadonlyRootfs: true,
				CapDrop: ['ALL'],
				CapAdd: ['DAC_READ_SEARCH'],
				SecurityOpt: ['no-new-privileges'],
				PidsLimit: 32,
				Memory: 128 * 1024 * 1024,
				Mounts: [
					{
						Type: 'volume',
						Source: volumeName,
						Target: root,
						ReadOnly: true,
						VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: '', Options: {} } },
					},
				],
			},
		})
		try {
			const stream = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true })
			const removed = container.wait({ condition: 'removed' }).catch(() => undefined)
			const session = new Session(stream as Duplex, removed)
			await container.start()
			return session
		} catch (error) {
			await container.remove({ force: true }).catch(() => undefined)
			throw toEngineError(error)
		}
	}

	get ended(): boolean {
		return this.#ended !== undefined
	}

	/**
	 * Runs a script and takes what it writes.
	 *
	 * @throws {EngineError} `notFound`, `invalid` by the codes of `shell.ts`; else with what the script complained of.
	 */
	run(script: string): Promise<Buffer> {
		const turn = this.#turn.then(() => this.#run(script))
		this.#turn = turn.catch(() => undefined)
		return turn
	}

	/** Ends the shell. Resolves when the container is gone, so that nothing holds the volume any more. */
	async close(): Promise<void> {
		this.#stream.destroy()
		await this.#removed
	}

	async #run(script: string): Promise<Buffer> {
		if (this.#ended) throw this.#ended
		const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
		// Nobody can guess it, so no content of a file can look like the end.
		const token = randomBytes(16).toString('hex')
		const output: Buffer[] = []
		let complaint = ''
		let tail = ''
		this.#fail = reject
		this.#answer = (frame, channel) => {
			if (channel === 2) {
				complaint += frame.toString('utf8')
				return
			}
			output.push(frame)
			// The end may come in pieces: look at no more than it can be long.
			tail = (tail + frame.toString('latin1')).slice(-(token.length + 8))
			const found = new RegExp(`\\0${token} (\\d+)\\n$`).exec(tail)
			if (!found) return
			const whole = Buffer.concat(output)
			const code = Number(found[1])
			if (code === 0) resolve(whole.subarray(0, whole.length - found[0].length))
			else reject(failure(code, complaint.trim()))
		}
		this.#stream.write(`(\n${script}\n) </dev/null\nprintf '\\0${token} %d\\n' $?\n`)
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

function failure(code: number, complaint: string): EngineError {
	switch (code) {
		case exits.notFound:
			return new EngineError('notFound', 'There is no such file.')
		case exits.isFolder:
			return new EngineError('invalid', 'It is a folder.')
		case exits.notFolder:
			return new EngineError('notFound', 'There is no such folder.')
		case exits.outside:
			return new EngineError('denied', 'The link leads out of the volume.')
		default:
			return new EngineError('unexpected', complaint || `The helper answered with code ${code}.`)
	}
}
