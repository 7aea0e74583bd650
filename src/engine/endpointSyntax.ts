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
	if (matched === undefined) throw invalid(text, 'a host name and a port are expected after the scheme')
	return { hostname: unbracketed(hostname || 'localhost'), port: parsePort(text, port) ?? usual }
}

/** `user@host:port/socket` of an `ssh://` host. */
export function parseSsh(text: string, rest: string | undefined): SshParts {
	const [matched, user, hostname, port, path] = sshHost.exec(rest ?? '') ?? []
	if (matched === undefined || hostname === undefined) {
		throw invalid(text, 'ssh://user@host:port is expected, without a password')
	}
	// A leading dash would reach ssh as an option; ssh runs a program named by one (-oProxyCommand=…).
	if (hostname.startsWith('-') || user?.startsWith('-')) throw invalid(text, 'a name may not start with a dash')
	const remoteSocket = path === undefined || path === '/' ? undefined : path
	// The path reaches the other machine's shell.
	if (remoteSocket !== undefined && !/^[\w./-]+$/.test(remoteSocket)) {
		throw invalid(text, "the socket's path may have letters, digits, dots, dashes and slashes only")
	}
	const bare = unbracketed(hostname)
	return { destination: user ? `${user}@${bare}` : bare, port: parsePort(text, port), remoteSocket }
}

function parsePort(text: string, port: string | undefined): number | undefined {
	if (port === undefined) return undefined
	const number = Number(port)
	if (number < 1 || number > 65_535) throw invalid(text, 'a port is a number from 1 to 65535')
	return number
}

/** A socket's path, which has to be absolute. */
export function absolute(text: string, path: string): string {
	if (path.startsWith('/')) return path
	throw invalid(text, "a socket's path starts with a slash")
}

/** A named pipe of Windows, with slashes. */
export function pipe(text: string, path: string): string {
	if (/^\/\/[^/]+\/pipe\/./i.test(path)) return path
	throw invalid(text, 'a pipe looks like npipe:////./pipe/docker_engine')
}

function unbracketed(hostname: string): string {
	return hostname.replace(/^\[(.*)\]$/, '$1')
}

/** What's wrong with a host, in one sentence. */
export function invalid(text: string, why: string): EngineError {
	return new EngineError('invalid', `“${text}” isn't an engine's address: ${why}.`)
}
