import type { Duplex } from 'node:stream'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import { FrameReader } from '../../volumes/data/frames.ts'
import { aborted } from './aborted.ts'
import { statPath } from './statPath.ts'

const shells = ['/bin/bash', '/usr/bin/bash', '/bin/ash', '/bin/sh', '/usr/bin/sh', '/busybox/sh'] as const

/**
 * The best shell that a container has, whether it runs or not; nothing where it has none.
 *
 * @throws {EngineError}
 */
export async function findShell(
	engine: Engine,
	containerId: string,
	signal?: AbortSignal,
): Promise<string | undefined> {
	if (engine.platform.os === 'windows') return 'cmd.exe'
	for (const shell of shells) if (await statPath(engine, containerId, shell, signal)) return shell
	return undefined
}

/**
 * Runs a POSIX script in a running container, as its superuser; `POST /containers/{id}/exec`, `POST /exec/{id}/start`.
 * The script goes in by standard input, so that its length has no limit.
 *
 * @returns What the script wrote.
 * @throws {EngineError} `unexpected` with what it complained of, when it ends with another code than 0.
 */
export async function runScript(
	engine: Engine,
	containerId: string,
	script: { readonly shell: string; readonly text: string; readonly signal: AbortSignal },
): Promise<Buffer> {
	const { shell, text, signal } = script
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
		// It ends by itself: not every way to an engine can close one direction of a connection alone.
		stream.write(`(\n${text}\n) </dev/null\nexit $?\n`)
		const [output, complaint] = await read(stream)
		const { ExitCode } = await exec.inspect()
		if (ExitCode === 0) return output
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
