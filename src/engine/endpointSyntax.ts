import { EngineError } from './errors.ts'

const authority = /^(\[[\da-f:.%a-z]+\]|[^\s:/[\]@?#]*)(?::(\d{1,5}))?\/?$/i
const sshHost = /^(?:([^\s@:/]+)@)?(\[[\da-f:.%a-z]+\]|[^\s:/[\]@?#]+)(?::(\d{1,5}))?(\/.*)?$/i

interface SshParts {
	readonly destination: string
	readonly port: number | undefined
	readonly remoteSocket: string | undefined
}

/** `host:port` of a `tcp://` host. */
export function parseAuthority(
	text: string,
	rest: string | undefined,
	usual: number,
): { hostname: string; port: number } {
	const [matched, hostname, port] = authority.exec(rest ?? '') ?? []
	if (matched === undefined) throw invalid(text, 'authority')
	return { hostname: unbracketed(hostname || 'localhost'), port: parsePort(text, port) ?? usual }
}

/** `user@host:port/socket` of an `ssh://` host. */
export function parseSsh(text: string, rest: string | undefined): SshParts {
	const [matched, user, hostname, port, path] = sshHost.exec(rest ?? '') ?? []
	if (matched === undefined || hostname === undefined) {
		throw invalid(text, 'ssh')
	}
	// A leading dash would reach ssh as an option; ssh runs a program named by one (-oProxyCommand=…).
	if (hostname.startsWith('-') || user?.startsWith('-')) throw invalid(text, 'dash')
	const remoteSocket = path === undefined || path === '/' ? undefined : path
	// The path reaches the other machine's shell.
	if (remoteSocket !== undefined && !/^[\w./-]+$/.test(remoteSocket)) {
		throw invalid(text, 'remoteSocket')
	}
	const bare = unbracketed(hostname)
	return { destination: user ? `${user}@${bare}` : bare, port: parsePort(text, port), remoteSocket }
}

function parsePort(text: string, port: string | undefined): number | undefined {
	if (port === undefined) return undefined
	const number = Number(port)
	if (number < 1 || number > 65_535) throw invalid(text, 'port')
	return number
}

/** A socket's path, which has to be absolute. */
export function absolute(text: string, path: string): string {
	if (path.startsWith('/')) return path
	throw invalid(text, 'socket')
}

/** A named pipe of Windows, with slashes. */
export function pipe(text: string, path: string): string {
	if (/^\/\/[^/]+\/pipe\/./i.test(path)) return path
	throw invalid(text, 'pipe')
}

function unbracketed(hostname: string): string {
	return hostname.replace(/^\[(.*)\]$/, '$1')
}

/** What is wrong with an engine's address. */
export type EndpointProblem =
	| 'shape'
	| 'scheme'
	| 'authority'
	| 'ssh'
	| 'dash'
	| 'remoteSocket'
	| 'port'
	| 'socket'
	| 'pipe'

/** An engine's address that can't be understood. */
export class EndpointError extends EngineError {
	readonly problem: EndpointProblem

	constructor(text: string, problem: EndpointProblem) {
		super('invalid', `“${text}” isn't an engine's address (${problem}).`)
		this.problem = problem
	}
}

/** What's wrong with a host. */
export function invalid(text: string, problem: EndpointProblem): EndpointError {
	return new EndpointError(text, problem)
}
