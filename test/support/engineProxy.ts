import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, request as ask } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Stands in front of an engine and writes down what it is asked. */
export interface EngineProxy extends AsyncDisposable {
	/** `unix://…`, as in DOCKER_HOST. */
	readonly host: string
	/** Method and path of each request so far. */
	readonly requests: readonly string[]
}

/** @param host The engine's own: `unix://…` */
export async function startEngineProxy(host: string): Promise<EngineProxy> {
	const folder = await mkdtemp(join(tmpdir(), 'longshore-proxy-'))
	const socket = join(folder, 'docker.sock')
	const requests: string[] = []
	const server = createServer((request, response) => {
		requests.push(`${request.method ?? ''} ${request.url ?? ''}`)
		const { method, url: path, headers } = request
		const asked = ask({ socketPath: host.replace('unix://', ''), method, path, headers }, (reply) => {
			response.writeHead(reply.statusCode ?? 502, reply.headers)
			// The head of a stream of events comes before the first event.
			response.flushHeaders()
			reply.on('error', () => response.destroy()).pipe(response)
		})
		asked.on('error', () => response.destroy())
		response.on('close', () => asked.destroy())
		request.pipe(asked)
	}).listen(socket)
	await once(server, 'listening')
	return {
		host: `unix://${socket}`,
		requests,
		[Symbol.asyncDispose]: async () => {
			server.close()
			server.closeAllConnections()
			await rm(folder, { recursive: true, force: true })
		},
	}
}
