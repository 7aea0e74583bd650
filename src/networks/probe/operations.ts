import type { Readable } from 'node:stream'
import type { Engine } from '../../engine/engine.ts'
import { toEngineError } from '../../engine/errors.ts'
import { helperLabels, removeHelper } from '../../engine/helper.ts'
import { script, triedOf, wordsOf, type Attempts, type Step, type Tried } from './probe.ts'

/** However little answers, then it is over; ms. */
const limit = 90_000

/**
 * Looks names up and connects, from inside of a container's own sandbox: a helper shares its network, and is removed
 * when it has ended.
 *
 * @param containerId A running container.
 * @param image Has a shell, `nslookup` and `nc`.
 * @throws {EngineError} `conflict` when the container doesn't run; `cancelled`.
 */
export async function tryFrom(
	engine: Engine,
	containerId: string,
	image: string,
	attempts: Attempts,
	signal: AbortSignal,
): Promise<Tried> {
	const bounded = AbortSignal.any([signal, AbortSignal.timeout(limit)])
	const container = await engine.docker.createContainer({
		Image: image,
		Entrypoint: ['/bin/sh'],
		Cmd: ['-c', script, 'sh', ...wordsOf(attempts)],
		User: '0:0',
		// Without it the streams of output and errors would come in frames.
		Tty: true,
		Labels: helperLabels(containerId),
		HostConfig: {
			AutoRemove: true,
			NetworkMode: `container:${containerId}`,
			ReadonlyRootfs: true,
			CapDrop: ['ALL'],
			SecurityOpt: ['no-new-privileges'],
			PidsLimit: 32,
			Memory: 64 * 1024 * 1024,
		},
	})
	const removed = container.wait({ condition: 'removed' }).catch(() => undefined)
	try {
		const stream = (await container.attach({ stream: true, stdout: true, stderr: true })) as unknown as Readable
		bounded.addEventListener('abort', () => stream.destroy(bounded.reason as Error), { once: true })
		await container.start()
		return triedOf(attempts, await readSteps(stream))
	} catch (error) {
		throw toEngineError(bounded.aborted ? bounded.reason : error)
	} finally {
		// Mostly it is on its way already.
		await removeHelper(container).catch(() => undefined)
		await removed
	}
}

async function readSteps(stream: Readable): Promise<readonly Step[]> {
	const steps: Step[] = []
	let [rest, output, began] = ['', '', 0]
	for await (const chunk of stream) {
		const lines = (rest + String(chunk)).split('\n')
		rest = lines.pop() ?? ''
		for (const line of lines.map((each) => each.replace(/\r$/, ''))) {
			const end = /^@end (\d+)$/.exec(line)
			if (line === '@begin') [output, began] = ['', performance.now()]
			else if (end) steps.push({ output, code: Number(end[1]), time: performance.now() - began })
			else output += `${line}\n`
		}
	}
	return steps
}
