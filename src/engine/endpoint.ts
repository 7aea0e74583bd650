import { homedir } from 'node:os'
import { configFolder, currentContextName, readContext, readContextTls } from './contexts.ts'
import { absolute, invalid, parseAuthority, parseSsh, pipe } from './endpointSyntax.ts'
import { EngineError } from './errors.ts'
import { type TlsMaterial, readTlsMaterial } from './tlsMaterial.ts'
import { wellKnownHosts } from './wellKnownHosts.ts'

/** Who named the endpoint. */
export type EndpointSource = 'setting' | 'environment' | 'context' | 'wellKnown'

/** Where an engine may be. */
export type Endpoint = {
	readonly source: EndpointSource
	/** What a person knows it by: a context's name, or the host. */
	readonly label: string
	/** `unix:///…`, `npipe:////./pipe/…`, `tcp://host:port`, `ssh://user@host`. */
	readonly host: string
} & (
	| { readonly kind: 'socket'; readonly path: string }
	| { readonly kind: 'tcp'; readonly hostname: string; readonly port: number; readonly tls: TlsMaterial | undefined }
	| {
			readonly kind: 'ssh'
			/** `user@host`, as the person's `ssh` takes it; never starts with a dash. */
			readonly destination: string
			readonly port: number | undefined
			/** Path of the engine's socket on the other machine, where it isn't the usual one. */
			readonly remoteSocket: string | undefined
	  }
)

export interface EndpointOrigin {
	readonly source?: EndpointSource
	readonly label?: string
	readonly tls?: TlsMaterial | undefined
}

/**
 * Reads a docker host as the docker CLI writes it. Bare absolute paths and `host:port` are understood too.
 *
 * @throws {EndpointError} what's wrong with it.
 */
export function parseHost(host: string, origin: EndpointOrigin = {}): Endpoint {
	const text = host.trim()
	const { source = 'setting', label = text, tls } = origin
	const [, scheme, rest] = /^([a-z][a-z\d+.-]*):\/\/(.*)$/is.exec(text) ?? []
	const common = { source, label, host: text }
	switch (scheme?.toLowerCase()) {
		case undefined:
			return parseBare(text, origin)
		case 'unix':
			return { ...common, kind: 'socket', path: absolute(text, rest || '/var/run/docker.sock') }
		case 'npipe':
			return { ...common, kind: 'socket', path: pipe(text, rest || '//./pipe/docker_engine') }
		case 'tcp':
		case 'http':
			return { ...common, kind: 'tcp', ...parseAuthority(text, rest, tls ? 2376 : 2375), tls }
		case 'https':
			return { ...common, kind: 'tcp', ...parseAuthority(text, rest, 2376), tls: tls ?? verified }
		case 'ssh':
			return { ...common, kind: 'ssh', ...parseSsh(text, rest) }
		default:
			throw invalid(text, 'scheme')
	}
}

const verified: TlsMaterial = { ca: undefined, cert: undefined, key: undefined, verify: true }

function parseBare(text: string, origin: EndpointOrigin): Endpoint {
	const labelled = { label: text, ...origin }
	if (/^[/\\]{2}\.[/\\]pipe[/\\]/i.test(text)) return parseHost(`npipe://${text.replaceAll('\\', '/')}`, labelled)
	if (text.startsWith('/')) return parseHost(`unix://${text}`, labelled)
	if (/:\d+$/.test(text)) return parseHost(`tcp://${text}`, labelled)
	throw invalid(text, 'shape')
}

/** What of a machine says where engines are. */
export interface Surroundings {
	readonly environment: NodeJS.ProcessEnv
	/** The person's home folder. */
	readonly home: string
	readonly platform: NodeJS.Platform
}

/** Where this runs. */
export function thisMachine(): Surroundings {
	return { environment: process.env, home: homedir(), platform: process.platform }
}

/**
 * Where an engine may be, in order of preference. What a person chose (setting, `DOCKER_HOST`, docker context) is the
 * only one tried: another engine in its place would be a surprise. Without a choice, the usual sockets in order.
 *
 * @param choice The person's setting: empty, a docker host, or `context:NAME`.
 * @throws {EngineError} `invalid` when the choice can't be understood, `certificate` when its TLS files can't be read.
 */
export async function findEndpoints(choice: string, from = thisMachine()): Promise<readonly Endpoint[]> {
	const setting = choice.trim()
	if (setting.startsWith('context:')) return contextEndpoints(from, setting.slice('context:'.length), 'setting')
	if (setting) return [parseHost(setting, { source: 'setting', tls: await environmentTls(from) })]
	const host = from.environment['DOCKER_HOST']?.trim()
	if (host) return [parseHost(host, { source: 'environment', tls: await environmentTls(from) })]
	return contextEndpoints(from, await currentContextName(from.environment, from.home), 'context')
}

async function contextEndpoints(from: Surroundings, name: string, source: EndpointSource): Promise<Endpoint[]> {
	if (name === 'default') return wellKnownHosts(from).map((host) => parseHost(host, { source: 'wellKnown' }))
	const folder = configFolder(from.environment, from.home)
	const context = await readContext(folder, name)
	if (context.host === undefined) throw new EngineError('invalid', `The docker context “${name}” names no engine.`)
	return [parseHost(context.host, { source, label: name, tls: await readContextTls(folder, context) })]
}

/** As the docker CLI does it: `DOCKER_TLS_VERIFY` or `DOCKER_TLS` turn TLS on, `DOCKER_CERT_PATH` says where the files are. */
async function environmentTls({ environment, home }: Surroundings): Promise<TlsMaterial | undefined> {
	const verify = Boolean(environment['DOCKER_TLS_VERIFY'])
	if (!verify && !environment['DOCKER_TLS']) return undefined
	return readTlsMaterial(environment['DOCKER_CERT_PATH'] || configFolder(environment, home), verify)
}
