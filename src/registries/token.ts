import * as v from 'valibot'
import { EngineError } from '../engine/errors.ts'
import { identityTokenUser, type Credential } from './account.ts'
import type { Challenge } from './challenge.ts'
import { answered, ask } from './http.ts'

const tokenSchema = v.object({ token: v.nullish(v.string()), access_token: v.nullish(v.string()) })

/**
 * Asks a registry's token service for a token (Distribution, "Token Authentication" and "OAuth2").
 *
 * @param credential Undefined for nobody in particular.
 * @param scope `repository:alice/app:pull,push`; undefined to prove only who one is.
 * @throws {EngineError} `unauthorized` when the credential is refused; as {@link ask} and {@link answered}.
 */
export async function fetchToken(
	{ realm, service }: Extract<Challenge, { scheme: 'bearer' }>,
	credential: Credential | undefined,
	scope: string | undefined,
	signal: AbortSignal,
): Promise<string> {
	const asked =
		credential?.userName === identityTokenUser
			? ask({ url: realm, method: 'POST', ...refresh(credential.secret, service, scope), signal })
			: ask({ url: address(realm, service, credential, scope), headers: headersOf(credential), signal })
	const response = await answered(await asked)
	const reply = v.safeParse(tokenSchema, await response.json().catch(() => undefined))
	const granted = reply.success ? (reply.output.token ?? reply.output.access_token) : undefined
	if (!granted) throw new EngineError('unexpected', `${new URL(realm).host} gave no token.`)
	return granted
}

function address(
	realm: string,
	service: string | undefined,
	credential: Credential | undefined,
	scope: string | undefined,
): string {
	const url = new URL(realm)
	if (service !== undefined) url.searchParams.set('service', service)
	if (credential) url.searchParams.set('account', credential.userName)
	if (scope !== undefined) url.searchParams.set('scope', scope)
	return url.href
}

function refresh(token: string, service: string | undefined, scope: string | undefined) {
	const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token, client_id: 'longshore' })
	if (service !== undefined) form.set('service', service)
	if (scope !== undefined) form.set('scope', scope)
	return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form.toString() }
}

function headersOf(credential: Credential | undefined): Readonly<Record<string, string>> {
	return credential ? { authorization: basic(credential) } : {}
}

/** RFC 7617. */
export function basic({ userName, secret }: Credential): string {
	return `Basic ${Buffer.from(`${userName}:${secret}`).toString('base64')}`
}
