import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline, type Duplex } from 'node:stream'

/** Where a registry request is passed on to, and what happens to it on its way. */
export interface Passage {
	/** `address:port` of the registry behind. */
	readonly registry: string
	/** What the request's body passes through, in this order. */
	readonly up: readonly Duplex[]
	/** What the answer's body passes through, in this order. */
	readonly down: readonly Duplex[]
	/** Called with the status once the registry has answered; the client gets the answer when it settles. */
	readonly answered: (status: number) => Promise<void>
}

/** Hands the request to the real registry and its answer back, both streamed; a break of either side breaks the other. */
export function passOn(request: IncomingMessage, response: ServerResponse, passage: Passage): void {
	const [hostname, port] = passage.registry.split(':')
	const upstream = httpRequest({
		hostname,
		port,
		method: request.method,
		path: request.url,
		// The registry builds the addresses of its uploads from these, so that they stay below Hub's own name.
		headers: { ...request.headers, 'x-forwarded-proto': 'https' },
	})
	const breakOff = () => {
		upstream.destroy()
		response.destroy()
	}
	upstream.once('response', (answer) => {
		const status = answer.statusCode ?? 502
		void passage.answered(status).then(() => {
			if (response.destroyed) {
				answer.destroy()
				return
			}
			response.writeHead(status, answer.headers)
			pipeline([answer, ...passage.down, response], (error) => error && breakOff())
		})
	})
	upstream.once('error', breakOff)
	response.once('close', () => upstream.destroy())
	pipeline([request, ...passage.up, upstream], (error) => error && breakOff())
}
