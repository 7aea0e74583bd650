import type Dockerode from 'dockerode'
import type { Agent } from 'node:http'
import type { Duplex, Readable } from 'node:stream'
import * as v from 'valibot'
import { decode } from './decode.ts'
import type { Endpoint } from './endpoint.ts'
import { EngineError, toEngineError } from './errors.ts'

export interface EngineRequest {
	readonly method: 'GET' | 'POST' | 'DELETE' | 'HEAD'
	/** Without the version: `/system/df`. */
	readonly path: string
	/** A list is sent as the parameter repeated. */
	readonly query?: Readonly<Record<string, string | readonly string[]>>
	/** Sent as JSON. */
	readonly body?: Readonly<Record<string, unknown>>
	/** Sent as it is, in place of a body. */
	readonly content?: Readable
	/** A list is sent as the header repeated. */
	readonly headers?: Readonly<Record<string, string | string[]>>
	readonly signal?: AbortSignal | undefined
}

/** An engine that answered. */
export interface Engine {
	readonly docker: Dockerode
	/** What both sides speak: `1.41`. */
	readonly apiVersion: string
	/** What it calls itself: `Docker/20.10.24 (linux)`. */
	readonly server: string
	/** `linux` or `windows` */
	readonly os: string
	readonly endpoint: Endpoint
	/** Docker's own engines build Linux images by it; they say it nowhere, Podman says that it is none of them. */
	readonly hasBuildKit: boolean
	/**
	 * A call that dockerode lacks or gets wrong.
	 *
	 * @throws {EngineError}
	 */
	request(request: EngineRequest): Promise<unknown>
	/**
	 * The same, with the reply's body as it comes.
	 *
	 * @throws {EngineError}
	 */
	stream(request: EngineRequest): Promise<Readable>
	/**
	 * The same, where the connection speaks another protocol from then on; the `Upgrade` header names it.
	 *
	 * @throws {EngineError}
	 */
	upgrade(request: EngineRequest): Promise<Duplex>
	/** Keeps no connection for later any more; what is under way goes on to its end. */
	close(): void
}

/** Longshore needs Engine 20.10. */
const oldest = '1.41'
/** The newest API version that Longshore was written against. */
const newest = '1.52'

/** The headers of a reply to a ping. */
const pingSchema = v.object({
	'api-version': v.string(),
	ostype: v.nullish(v.string(), 'linux'),
	server: v.nullish(v.string(), ''),
	/** Podman's own. */
	'libpod-api-version': v.optional(v.string()),
})

const rangeSchema = v.object({ MinAPIVersion: v.nullish(v.string(), '1.12') })

/** An endpoint that doesn't answer for this long is given up; ms. */
const patience = 10_000

/**
 * Connects to the first of these that answers.
 *
 * @param failed Told of each that doesn't.
 * @throws {EngineError} Of several that don't: why the first one that is there refuses, else why the first isn't there.
 */
export async function dialFirst(
	endpoints: readonly Endpoint[],
	signal: AbortSignal,
	failed: (endpoint: Endpoint, error: EngineError) => void = () => undefined,
): Promise<Engine> {
	let telling: EngineError | undefined
	for (const endpoint of endpoints) {
		try {
			return await dial(endpoint, AbortSignal.any([signal, AbortSignal.timeout(patience)]))
		} catch (thrown) {
			const error = toEngineError(thrown)
			failed(endpoint, error)
			if (telling === undefined || (telling.reason === 'unreachable' && error.reason !== 'unreachable')) telling = error
		}
	}
	throw telling ?? new EngineError('unreachable', 'No Docker Engine was found.')
}

/**
 * Connects to an engine and agrees with it on an API version (`GET /_ping`, which needs none). `GET /version` tells more,
 * but has the engine start its parts to ask for their versions, 24 ms here; so only what may be too new is asked.
 *
 * @throws {EngineError} `unreachable`, `denied`, `certificate`, `timeout`; `unsupported` when no version suits both.
 */
export async function dial(endpoint: Endpoint, signal: AbortSignal): Promise<Engine> {
	const { default: Docker } = await import('dockerode')
	const transport = await transportOf(endpoint)
	const unversioned = throwing(new Docker(transport))
	const ping = await headersOf(unversioned, { method: 'GET', path: '/_ping', signal }).catch((thrown: unknown) => {
		throw unanswered(endpoint, toEngineError(thrown))
	})
	const { 'api-version': offered, ostype: os, server, 'libpod-api-version': podman } = decode(pingSchema, ping)
	const isNewer = offered !== newest && isAtLeast(offered, newest)
	const range = isNewer ? await send(unversioned, { method: 'GET', path: '/version', signal }) : {}
	const apiVersion = agree(offered, decode(rangeSchema, range).MinAPIVersion)
	const docker = throwing(new Docker({ ...transport, version: `v${apiVersion}` }))
	return {
		docker,
		apiVersion,
		server,
		os,
		endpoint,
		hasBuildKit: os === 'linux' && podman === undefined,
		request: (request) => send(docker, request),
		stream: async (request) => {
			const body = await send(docker, request, { isStream: true })
			if (!isReadable(body)) throw new EngineError('unexpected', 'The engine sent no stream.')
			return body
		},
		upgrade: async (request) => {
			const connection = await send(docker, request, { hijack: true })
			if (!isDuplex(connection)) throw new EngineError('unexpected', 'The engine keeps to its protocol.')
			return connection
		},
		close: () => transport.agent && retire(transport.agent),
	}
}

function retire(agent: Agent): void {
	agent.keepSocketAlive = () => false
	for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
}

/** Go says it by status 400 when it expects TLS and meets none: the address is right, its certificates are missing. */
function unanswered(endpoint: Endpoint, error: EngineError): EngineError {
	const isPlain = endpoint.kind === 'tcp' && endpoint.tls === undefined
	return isPlain && error.status === 400 ? new EngineError('certificate', error.message, { cause: error }) : error
}

/**
 * The API version to speak with an engine that offers a range.
 *
 * @throws {EngineError} `unsupported` when there is none.
 */
export function agree(offered: string, offeredOldest: string): string {
	const agreed = isAtLeast(offered, newest) ? newest : offered
	if (!isAtLeast(agreed, oldest)) {
		throw new EngineError('unsupported', `The engine speaks API ${offered} at most; Longshore needs ${oldest}.`)
	}
	if (!isAtLeast(agreed, offeredOldest)) {
		throw new EngineError('unsupported', `The engine speaks API ${offeredOldest} at least; Longshore knows ${newest}.`)
	}
	return agreed
}

/** Compares API versions: `1.9` comes before `1.41`. */
export function isAtLeast(version: string, other: string): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number)
	const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number)
	return major > otherMajor || (major === otherMajor && minor >= otherMinor)
}

/**
 * What docker-modem needs to know of an endpoint; `@types/dockerode` lacks half of it. The agents are loaded here, for
 * `https` and `child_process` take some 15 ms.
 */
async function transportOf(endpoint: Endpoint): Promise<Dockerode.DockerOptions & { readonly agent?: Agent }> {
	switch (endpoint.kind) {
		case 'socket': {
			// docker-modem would let a host of DOCKER_HOST win over the socket.
			const options = { host: undefined, protocol: 'http', socketPath: endpoint.path }
			return options as object
		}
		case 'tcp': {
			const { hostname: host, port, tls } = endpoint
			const plain = { host, port, pathPrefix: '/', protocol: 'http' }
			if (tls === undefined) return plain as object
			const { TlsAgent } = await import('./tlsAgent.ts')
			// VS Code puts an agent of its own in the place of this one: the request itself has what that needs to know.
			const { ca, cert, key } = tls
			// As bytes a key is not written out whole where docker-modem prints its options.
			const shown = { ca, cert, key: key === undefined ? undefined : Buffer.from(key) }
			const options = { ...plain, ...shown, protocol: 'https', agent: new TlsAgent(tls) }
			return options as object
		}
		case 'ssh': {
			const { SshAgent } = await import('./sshAgent.ts')
			// VS Code puts an agent of its own in the place of this one, unless a socket is named; which one doesn't matter.
			const options = { host: undefined, protocol: 'http', socketPath: 'ssh', agent: new SshAgent(endpoint) }
			return options as object
		}
	}
}

/** Makes whatever dockerode rejects with an {@link EngineError}, at the one place that all its calls pass. */
function throwing(docker: Dockerode): Dockerode {
	const { modem } = docker
	const plain = modem.dial.bind(modem)
	modem.dial = (options, callback) =>
		plain(options, (error, reply) => callback?.(error ? toEngineError(error) : null, reply))
	return docker
}

const fine: Readonly<Record<number, true>> = { 200: true, 201: true, 202: true, 204: true, 304: true }

function send(
	docker: Dockerode,
	request: EngineRequest,
	how: { readonly isStream?: true; readonly hijack?: true } = {},
): Promise<unknown> {
	const { promise, resolve, reject } = Promise.withResolvers<unknown>()
	docker.modem.dial(
		{
			method: request.method,
			path: `${request.path}?`,
			options: { _query: request.query ?? {}, _body: request.body ?? {} },
			statusCodes: fine,
			...how,
			...(request.content ? { file: request.content } : {}),
			...(request.headers ? { headers: { ...request.headers } } : {}),
			...(request.signal ? { abortSignal: request.signal } : {}),
		},
		(error: unknown, reply: unknown) => {
			if (error) reject(error)
			else resolve(reply)
		},
	)
	return promise
}

/** The headers of a reply whose body doesn't matter. */
async function headersOf(docker: Dockerode, request: EngineRequest): Promise<unknown> {
	const reply = await send(docker, request, { isStream: true })
	if (!isReadable(reply) || !('headers' in reply)) throw new EngineError('unexpected', 'The engine sent no headers.')
	reply.resume()
	return reply.headers
}

function isReadable(body: unknown): body is Readable {
	return typeof body === 'object' && body !== null && 'pipe' in body
}

function isDuplex(body: unknown): body is Duplex {
	return isReadable(body) && 'write' in body
}
