import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A network of its own, as a machine has it. */
export interface Machine {
	/** The name of its network namespace. */
	readonly name: string
	readonly address: string
}

/** Two machines' networks on this one, joined by a cable, and nothing else. Needs root. */
export async function cabledMachines(): Promise<{ readonly machines: readonly [Machine, Machine] } & AsyncDisposable> {
	await using made = new AsyncDisposableStack()
	const mark = process.pid % 100_000
	const machines = [
		{ name: `longshore${mark}a`, address: '10.211.0.1' },
		{ name: `longshore${mark}b`, address: '10.211.0.2' },
	] as const
	for (const { name } of machines) {
		await run('ip', ['netns', 'add', name])
		made.defer(async () => {
			await run('ip', ['netns', 'delete', name])
		})
	}
	const [one, other] = machines
	const peer = ['peer', 'name', 'cable', 'netns', other.name]
	await run('ip', ['-n', one.name, 'link', 'add', 'cable', 'type', 'veth', ...peer])
	for (const { name, address } of machines) {
		await run('ip', ['-n', name, 'address', 'add', `${address}/24`, 'dev', 'cable'])
		for (const link of ['lo', 'cable']) await run('ip', ['-n', name, 'link', 'set', link, 'up'])
		// An engine looks for a way out before it joins a swarm.
		await run('ip', ['-n', name, 'route', 'add', 'default', 'dev', 'cable'])
	}
	const all = made.move()
	return { machines, [Symbol.asyncDispose]: () => all.disposeAsync() }
}
