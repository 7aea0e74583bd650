import * as v from 'valibot'
import type { EngineError } from '../engine/errors.ts'
import { identityTokenUser, isHub, type Credential } from './account.ts'

import { RegistryApi } from './registryApi.ts'

/** What a token allows with a repository. */
export type Right = 'pull' | 'push' | 'delete' | '*'

/** A credential as the Engine API takes it, without the registry that it is for. */
export function authConfiguration({ userName, secret }: Credential) {
	return userName === identityTokenUser ? { identitytoken: secret } : { username: userName, password: secret }
}

/** The same with the registry that it is for. */
export function addressedAuthConfiguration(credential: Credential) {
	const serveraddress = isHub(credential) ? 'https://index.docker.io/v1/' : credential.registry
	return { ...authConfiguration(credential), serveraddress }
}

/**
 * `X-Registry-Auth` of the Engine API: base64url with padding, of JSON. The engine ignores one that it can't read.
 */
export function registryAuthHeader(credential: Credential): string {
	const json = JSON.stringify(addressedAuthConfiguration(credential))
	return Buffer.from(json).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}

/**
 * Shows a credential to its registry, as the Distribution Specification says (`GET /v2/`).
 *
 * @throws {EngineError} `unauthorized` when it is refused; `rateLimited`, `unreachable`, `certificate`, `timeout`.
 */
export async function verifyCredential(credential: Credential, signal: AbortSignal): Promise<void> {
	await new RegistryApi(credential.registry, credential).verify(signal)
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
	const granted = await new RegistryApi(credential.registry, credential).token(
		`repository:${repository}:pull,push`,
		signal,
	)
	return granted === undefined ? undefined : rightsIn(granted, repository)
}

/** Why a token service lets nobody in: Docker Hub says no more than these words, with 401 each time. */
export function refusalOf({ message }: EngineError): 'expired' | 'readOnly' | 'refused' {
	if (/expired/i.test(message)) return 'expired'
	return /insufficient.scope/i.test(message) ? 'readOnly' : 'refused'
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
