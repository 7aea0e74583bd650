import assert from 'node:assert/strict'
import type { Event } from '../../src/engine/disposable.ts'
import { Connection } from '../../src/engine/connection.ts'
import { parseHost } from '../../src/engine/endpoint.ts'
import type { Engine } from '../../src/engine/engine.ts'
import type { Log } from '../../src/engine/log.ts'
import { TestEngine } from '../support/engine.ts'
import { makeBusybox } from '../support/images.ts'

export const silent: Log = {
	trace: () => undefined,
	debug: () => undefined,
	info: () => undefined,
	warn: () => undefined,
	error: () => undefined,
}

/** A connection to the engine at an address. */
export function connectionTo(host: string, log: Log = silent): Connection {
	return new Connection({ findEndpoints: async () => [parseHost(host)], log })
}

export interface OpenedEngine {
	readonly test: TestEngine
	readonly connection: Connection
	readonly engine: Engine
}

/** An engine with busybox, and a connection to it, for the tests of one `describe`. */
export function withEngine(opened: (parts: OpenedEngine) => unknown): void {
	let parts: OpenedEngine | undefined
	before(async () => {
		const test = await TestEngine.start()
		await makeBusybox(test.docker)
		const connection = connectionTo(test.host)
		parts = { test, connection, engine: await connection.connected() }
		opened(parts)
	})
	after(async () => {
		parts?.connection.dispose()
		await parts?.test.stop()
	})
}

/** Waits for the first event that fits, from now on. The test's own time limit is the limit. */
export function next<T>(event: Event<T>, fits: (value: T) => boolean = () => true): Promise<T> {
	const { promise, resolve } = Promise.withResolvers<T>()
	const subscription = event((value) => {
		if (!fits(value)) return
		subscription.dispose()
		resolve(value)
	})
	return promise
}

/** Runs a script in a volume, which is made if need be; returns what it writes. */
export async function fill({ docker }: TestEngine, volume: string, script: string): Promise<string> {
	await docker.createVolume({ Name: volume })
	const container = await docker.createContainer({
		Image: 'busybox',
		WorkingDir: '/data',
		Cmd: ['sh', '-ec', script],
		HostConfig: { Mounts: [{ Type: 'volume', Source: volume, Target: '/data' }] },
	})
	await container.start()
	const { StatusCode } = await container.wait()
	const output = await container.logs({ stdout: true, stderr: true })
	const text: string[] = []
	for (let at = 0; at < output.length; at += 8 + output.readUInt32BE(at + 4)) {
		text.push(output.toString('utf8', at + 8, at + 8 + output.readUInt32BE(at + 4)))
	}
	assert.equal(StatusCode, 0, text.join(''))
	await container.remove()
	return text.join('')
}
