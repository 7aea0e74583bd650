import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'

import type { Certificates } from './certificates.ts'

type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>

/** A running HTTPS server on port 443. */
export interface HubServer {
	/** The loopback address that it listens on. */
	readonly address: string
	/** Cuts every connection. */
	stop(): Promise<void>
}

/**
 * Starts an HTTPS server on port 443 of this address, or of the first free one from 127.0.0.53 on, so that several
 * can run side by side.
 * @throws when the address is in use, or without the right to listen below port 1024
 */
export async function startHubServer(
	certificates: Certificates,
	address: string | undefined,
	answer: Answer,
): Promise<HubServer> {
	const [key, cert] = await Promise.all([readFile(certificates.key), readFile(certificates.certificate)])
	const server = createServer({ key, cert }, (request, response) => {
		const url = new URL(request.url ?? '/', `https://${request.headers.host ?? 'registry-1.docker.io'}`)
		// Whatever goes wrong in the stand-in itself must be seen as a cut connection, not hang a test.
		answer(request, response, url).catch((error: unknown) =>
			response.destroy(error instanceof Error ? error : undefined),
		)
	})
	const candidates =
		address === undefined ? Array.from({ length: 200 }, (_, index) => `127.0.0.${53 + index}`) : [address]
	// Longer than the engine keeps a connection, which would otherwise meet it just as it is closed.
	server.keepAliveTimeout = 120_000
	const listening = await firstFree(server, candidates)
	const stop = async () => {
		const closed = once(server, 'close')
		server.close()
		server.closeAllConnections()
		await closed
	}
	return { address: listening, stop }
}

async function firstFree(server: Server, candidates: readonly string[]): Promise<string> {
	const [candidate, ...rest] = candidates
	if (candidate === undefined) {
		throw new Error('No loopback address has its port 443 free')
	}
	server.listen(443, candidate)
	try {
		await once(server, 'listening')
		return candidate
	} catch (error) {
		const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
		if (!inUse || rest.length === 0) {
			throw error
		}
		return firstFree(server, rest)
	}
}
