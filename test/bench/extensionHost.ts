import { readFile, readdir } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'

export interface Memory {
	/** What V8 holds after everything unreachable was collected; bytes. */
	readonly heap: number
	/** What the process has of the machine's memory; bytes. */
	readonly resident: number
}

/** The extension host of the window that was opened last. */
export async function newestExtensionHost(): Promise<number> {
	const found: number[] = []
	for (const name of await readdir('/proc')) {
		if (!/^\d+$/.test(name)) continue
		const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
		if (command.includes('--type=extensionHost')) found.push(Number(name))
	}
	if (found.length === 0) throw new Error('There is no extension host.')
	return Math.max(...found)
}

/** Collects a Node process's garbage through its inspector, then reads its memory. */
export async function memoryOf(pid: number): Promise<Memory> {
	process.kill(pid, 'SIGUSR1')
	const socket = new WebSocket(await inspectorOf())
	try {
		await once(socket, 'open')
		// The second finds what the first one's finalizers have let go.
		await call(socket, 'HeapProfiler.collectGarbage')
		await wait(500)
		await call(socket, 'HeapProfiler.collectGarbage')
		const expression = 'JSON.stringify({ pid: process.pid, ...process.memoryUsage() })'
		const { result } = (await call(socket, 'Runtime.evaluate', { expression })) as { result: { value: string } }
		const usage = JSON.parse(result.value) as { pid: number; heapUsed: number; rss: number }
		if (usage.pid !== pid) throw new Error('Another process has the port of the inspector.')
		return { heap: usage.heapUsed, resident: usage.rss }
	} finally {
		socket.close()
	}
}

async function inspectorOf(): Promise<string> {
	for (let attempt = 0; attempt < 50; attempt++) {
		try {
			const reply = await fetch('http://127.0.0.1:9229/json/list')
			const [target] = (await reply.json()) as { webSocketDebuggerUrl: string }[]
			if (target) return target.webSocketDebuggerUrl
		} catch {
			await wait(100)
		}
	}
	throw new Error('The extension host opens no inspector.')
}

let last = 0

async function call(
	socket: WebSocket,
	method: string,
	params: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
	const id = ++last
	socket.send(JSON.stringify({ id, method, params }))
	for (;;) {
		const { data } = (await once(socket, 'message')) as MessageEvent
		const reply = JSON.parse(String(data)) as { id?: number; result?: unknown }
		if (reply.id === id) return reply.result
	}
}

function once(socket: WebSocket, event: 'open' | 'message'): Promise<Event> {
	const { promise, resolve, reject } = Promise.withResolvers<Event>()
	socket.addEventListener(event, resolve, { once: true })
	socket.addEventListener('error', () => reject(new Error('The inspector is gone.')), { once: true })
	return promise
}
