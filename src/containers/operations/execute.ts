import { randomUUID } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import { FrameReader } from '../../volumes/data/frames.ts'
import { aborted } from './aborted.ts'

/** Where images have the shell of POSIX; Google's debug images have it in a folder of its own. */
const shells = ['/bin/sh', '/usr/bin/sh', '/busybox/sh'] as const

interface Script {
	readonly text: string
	readonly signal: AbortSignal
}

/**
 * The shell of a running container that people like best; nothing where it has none. Tried rather than looked for: to
 * look into a container from outside, the engine mounts all that it has mounted once more.
 *
 * @throws {EngineError}
 */
export async function findShell(engine: Engine, containerId: string, signal: AbortSignal): Promise<string | undefined> {
	if (engine.os === 'windows') return 'cmd.exe'
	try {
		const text = `command -v bash || command -v ash || command -v sh || echo ${shells.at(-1)}`
		return (await runScript(engine, containerId, { text, signal })).toString('utf8').trim()
	} catch (error) {
		if (toEngineError(error).reason === 'unsupported') return undefined
		throw error
	}
}

/**
 * Runs a POSIX script in a running container, as its superuser; `POST /containers/{id}/exec`, `POST /exec/{id}/start`.
 * The script goes in by standard input, so that its length has no limit.
 *
 * @returns What the script wrote.
 * @throws {EngineError} `unsupported` when the container has no shell; `unexpected` with what the script complained of,
 * when it ends with another code than 0.
 */
export async function runScript(engine: Engine, containerId: string, script: Script): Promise<Buffer> {
	for (const shell of shells) {
		const output = await runIn(shell, engine, containerId, script)
		if (output) return output
	}
	throw new EngineError('unsupported', 'The container has no shell.')
}

/** Nothing, where the container has no such shell. */
async function runIn(
	shell: string,
	engine: Engine,
	containerId: string,
	{ text, signal }: Script,
): Promise<Buffer | undefined> {
	const exec = await engine.docker.getContainer(containerId).exec({
		Cmd: [shell],
		User: '0:0',
		AttachStdin: true,
		AttachStdout: true,
		AttachStderr: true,
	})
	const stream: Duplex = await exec.start({ hijack: true, stdin: true })
	const abort = () => stream.destroy(aborted(signal))
	signal.addEventListener('abort', abort)
	try {
		if (signal.aborted) abort()
		// Only a shell says it; what says why there is none comes by the same way.
		const greeting = `${randomUUID()}\n`
		// It ends by itself: not every way to an engine can close one direction of a connection alone.
		stream.write(`echo ${greeting}(\n${text}\n) </dev/null\nexit $?\n`)
		const [output, complaint] = await read(stream)
		if (!output.subarray(0, greeting.length).equals(Buffer.from(greeting))) return undefined
		const { ExitCode } = await exec.inspect()
		if (ExitCode === 0) return output.subarray(greeting.length)
		throw new EngineError('unexpected', complaint.toString('utf8').trim() || `The script ended with code ${ExitCode}.`)
	} catch (error) {
		throw signal.aborted ? aborted(signal, error) : toEngineError(error)
	} finally {
		signal.removeEventListener('abort', abort)
		stream.destroy()
	}
}

async function read(stream: Duplex): Promise<readonly [output: Buffer, complaint: Buffer]> {
	const output: Buffer[] = []
	const complaint: Buffer[] = []
	const frames = new FrameReader((channel, payload) => (channel === 2 ? complaint : output).push(payload))
	for await (const chunk of stream) if (Buffer.isBuffer(chunk)) frames.push(chunk)
	return [Buffer.concat(output), Buffer.concat(complaint)]
}
