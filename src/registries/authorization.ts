import * as v from 'valibot'
import { EngineError, reasonOfStatus, toEngineError } from '../engine/errors.ts'
import { isHub, type Credential } from './account.ts'
import { registryUrls } from './address.ts'
import { parseChallenge, parseRetryAfter, type Challenge } from './challenge.ts'

/** What a token allows with a repository. */
export type Right = 'pull' | 'push' | 'delete' | '*'

/**
 * `X-Registry-Auth` of the Engine API: base64url with padding, of JSON. The engine ignores one that it can't read.
 */
export function registryAuthHeader({ registry, userName, secret }: Credential): string {
	const serveraddress = isHub({ registry }) ? 'https://index.docker.io/v1/' : registry
	const json = JSON.stringify({ username: userName, password: secret, serveraddress })
	return Buffer.from(json).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}

/**
 * Shows a credential to its registry, as the Distribution Specification says (`GET /v2/`).
 *
 * @throws {EngineError} `unauthorized` when it is refused; `rateLimited`, `unreachable`, `certificate`, `timeout`.
 */
export async function verifyCredential(credential: Credential, signal: AbortSignal): Promise<void> {
	const { url, challenge } = await challengeOf(credential.registry, signal)
	if (challenge?.scheme === 'bearer') {
		await token(challenge, credential, undefined, signal)
	} else if (challenge?.scheme === 'basic') {
		await answered(await ask(`${url}/v2/`, { authorization: basic(credential) }, signal))
	}
}

/**
 * What a credential may do with a repository; asked of the registry's token service (Distribution, "Token
 * Authentication": what is not allowed is left out of the token).
 *
 * @param repository Its path: `alice/app`.
 * @returns Undefined where the registry has no token service, or its tokens can't be read.
 * @throws {EngineError} as {@link verifyCredential}.
 */
export async function rights(
	credential: Credential,
	repository: string,
	signal: AbortSignal,
): Promise<ReadonlySet<Right> | undefined> {
	const { challenge } = await challengeOf(credential.registry, signal)
	if (challenge?.scheme !== 'bearer') return undefined
	const granted = await token(challenge, credential, `repository:${repository}:pull,push`, signal)
	return rightsIn(granted, repository)
}

const payloadSchema = v.object({
	access: v.nullish(
		v.array(v.object({ type: v.string(), name: v.string(), actions: v.nullish(v.array(v.string()), []) })),
		[],
	),
})

/** Reads the rights out of a JSON Web Token. It isn't verified: only the registry itself can be fooled by it. */
export function rightsIn(jwt: string, repository: string): ReadonlySet<Right> | undefined {
	try {
		const payload: unknown = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'))
		const { access } = v.parse(payloadSchema, payload)
		const own = (access ?? []).filter(({ type, name }) => type === 'repository' && name === repository)
		return new Set(own.flatMap(({ actions }) => actions ?? []).filter(isRight))
	} catch {
		return undefined
	}
}

function isRight(action: string): action is Right {
	return action === 'pull' || action === 'push' || action === 'delete' || action === '*'
}

async function challengeOf(
	registry: string,
	signal: AbortSignal,
): Promise<{ readonly url: string; readonly challenge: Challenge | undefined }> {
	const [first = '', ...others] = registryUrls(registry)
	let url = first
	let response: Response
	try {
		response = await ask(`${url}/v2/`, {}, signal)
	} catch (error) {
		const [other] = others
		if (other === undefined || toEngineError(error).reason === 'cancelled') throw error
		url = other
		response = await ask(`${url}/v2/`, {}, signal)
	}
	if (response.status !== 401) await answered(response)
	return { url, challenge: parseChallenge(response.headers.get('www-authenticate')) }
}

const tokenSchema = v.object({ token: v.nullish(v.string()), access_token: v.nullish(v.string()) })

async function token(
	{ realm, service }: Extract<Challenge, { scheme: 'bearer' }>,
	credential: Credential,
	scope: string | undefined,
	signal: AbortSignal,
): Promise<string> {
	const url = new URL(realm)
	if (service !== undefined) url.searchParams.set('service', service)
	url.searchParams.set('account', credential.userName)
	if (scope !== undefined) url.searchParams.set('scope', scope)
	const response = await answered(await ask(url.href, { authorization: basic(credential) }, signal))
	const reply = v.safeParse(tokenSchema, await response.json().catch(() => undefined))
	const granted = reply.success ? (reply.output.token ?? reply.output.access_token) : undefined
	if (!granted) throw new EngineError('unexpected', `${url.host} gave no token.`)
	return granted
}

function basic({ userName, secret }: Credential): string {
	return `Basic ${Buffer.from(`${userName}:${secret}`).toString('base64')}`
}

/** No answer for this long counts as none; ms. */
const patience = 15_000

async function ask(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
	try {
		return await fetch(url, {
			headers,
			signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
			redirect: 'follow',
		})
	} catch (thrown) {
		if (thrown instanceof Error && thrown.name === 'TimeoutError') {
			throw new EngineError('timeout', `${new URL(url).host} did not answer.`, { cause: thrown })
		}
		// fetch says only "fetch failed"; why is in its cause.
		const error = toEngineError(thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown)
		throw error.reason === 'unexpected'
			? new EngineError('unreachable', `${new URL(url).host}: ${error.message}`, { cause: thrown })
			: error
	}
}

async function answered(response: Response): Promise<Response> {
	if (response.ok) return response
	const retryAfter = parseRetryAfter(response.headers.get('retry-after'), Date.now())
	const { status } = response
	throw new EngineError(reasonOfStatus(status), (await messageOf(response)) ?? `HTTP ${status}`, { status, retryAfter })
}

const errorsSchema = v.object({
	errors: v.optional(v.array(v.object({ message: v.nullish(v.string()) }))),
	details: v.optional(v.string()),
	message: v.optional(v.string()),
})

/** The registry's own words (OCI Distribution Specification, "Error Codes"). */
async function messageOf(response: Response): Promise<string | undefined> {
	const reply = v.safeParse(errorsSchema, await response.json().catch(() => undefined))
	if (!reply.success) return undefined
	return reply.output.errors?.[0]?.message ?? reply.output.details ?? reply.output.message
}
