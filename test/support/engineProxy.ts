import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Stands in front of an engine and writes down what it is asked. */
export interface EngineProxy extends AsyncDisposable {
	/** `unix://…`, as in DOCKER_HOST. */
	readonly host: string
	/** Method and path of each request so far. */
	readonly requests: readonly string[]
	/** Breaks the connections that there are; the engine lives on. */
	cut(): void
}

/**
 * What becomes of a request: it may be forbidden, or the connection may break before the engine has it, or before its
 * answer is there.
 */
export type Fate = 'passes' | 'forbidden' | 'neverArrives' | 'answerIsLost'

/**
 * @param host The engine's own: `unix://…`
 * @param fateOf Of a request, by its method and path; the request waits for it.
 */
export async function startEngineProxy(
	host: string,
	fateOf: (request: string) => Fate | Promise<Fate> = () => 'passes',
): Promise<EngineProxy> {
	const folder = await mkdtemp(join(tmpdir(), 'longshore-proxy-'))
	const socket = join(folder, 'docker.sock')
	const requests: string[] = []
	const answer = async (request: IncomingMessage, response: ServerResponse) => {
		const { method = '', url: path = '', headers } = request
		requests.push(`${method} ${path}`)
		const fate = await fateOf(`${method} ${path}`)
		if (fate === 'neverArrives') {
			request.destroy()
			return
		}
		if (fate === 'forbidden') {
			response.writeHead(403).end('Forbidden by the proxy.')
			return
		}
		const asked = ask({ socketPath: host.replace('unix://', ''), method, path, headers }, (reply) => {
			if (fate === 'answerIsLost') {
				response.destroy()
				return
			}
			response.writeHead(reply.statusCode ?? 502, reply.headers)
			// The head of a stream of events comes before the first event.
			response.flushHeaders()
			reply.on('error', () => response.destroy()).pipe(response)
		})
		asked.on('error', () => response.destroy())
		response.on('close', () => asked.destroy())
		request.pipe(asked)
	}
	const server = createServer((request, response) => void answer(request, response)).listen(socket)
	await once(server, 'listening')
	return {
		host: `unix://${socket}`,
		requests,
		cut: () => server.closeAllConnections(),
		[Symbol.asyncDispose]: async () => {
			server.close()
			server.closeAllConnections()
			await rm(folder, { recursive: true, force: true })
		},
	}
}
