import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

import { includesScope, type Credential, type HubAccounts, type Refusal } from './hubAccounts.ts'
import { basicCredentials, formOf, type HubAnswer } from './hubAnswer.ts'
import type { HubRepositories } from './hubRepositories.ts'
import type { HubSignature } from './hubSignature.ts'

export const tokenIssuer = 'auth.docker.io'
export const tokenService = 'registry.docker.io'
export const tokenRealm = 'https://auth.docker.io/token'

const lifetimeSeconds = 300

interface Access {
	readonly type: 'repository'
	readonly name: string
	readonly actions: readonly string[]
}

/**
 * The token service at auth.docker.io.
 * Source: https://distribution.github.io/distribution/spec/auth/token/ and …/oauth/
 */
export class HubToken {
	readonly #accounts: HubAccounts
	readonly #repositories: HubRepositories
	readonly #signature: HubSignature
	readonly #refreshTokens = new Map<string, { readonly name: string; readonly secret: string }>()

	constructor(accounts: HubAccounts, repositories: HubRepositories, signature: HubSignature) {
		this.#accounts = accounts
		this.#repositories = repositories
		this.#signature = signature
	}

	async answer(request: IncomingMessage, url: URL): Promise<HubAnswer> {
		switch (request.method) {
			case 'GET':
				return this.#basic(request, url.searchParams.getAll('scope'))
			case 'POST':
				return this.#oauth(await formOf(request))
			default:
				return { status: 405 }
		}
	}

	/** A token of one's own, for looking into the registry behind past every right. */
	ownToken(repository: string): string {
		return this.#sign('longshore', [{ type: 'repository', name: repository, actions: ['pull', 'push', 'delete'] }])
	}

	#basic(request: IncomingMessage, scopes: readonly string[]): HubAnswer {
		const given = basicCredentials(request)
		if (given === undefined) {
			return this.#granted(undefined, scopes)
		}
		const credential = this.#accounts.authenticate(given.name, given.secret)
		return 'refused' in credential ? refusal(credential) : this.#granted(credential, scopes)
	}

	#oauth(form: URLSearchParams): HubAnswer {
		const given = this.#given(form)
		if (given === undefined) {
			return refusal({ refused: 'invalid refresh token' })
		}
		const credential = this.#accounts.authenticate(given.name, given.secret)
		if ('refused' in credential) {
			return refusal(credential)
		}
		const offline = form.get('access_type') === 'offline' || form.get('grant_type') === 'refresh_token'
		return this.#granted(credential, form.getAll('scope'), offline ? this.#refreshToken(given) : undefined)
	}

	#given(form: URLSearchParams): { name: string; secret: string } | undefined {
		return form.get('grant_type') === 'password'
			? { name: form.get('username') ?? '', secret: form.get('password') ?? '' }
			: this.#refreshTokens.get(form.get('refresh_token') ?? '')
	}

	#refreshToken(given: { readonly name: string; readonly secret: string }): string {
		const token = `dckr_rt_${randomUUID()}`
		this.#refreshTokens.set(token, given)
		return token
	}

	#granted(credential: Credential | undefined, scopes: readonly string[], refreshToken?: string): HubAnswer {
		const asked = scopes.flatMap((scope) => scope.split(' ')).flatMap(parseScope)
		const writes = asked.some(({ actions }) => actions.includes('push') || actions.includes('delete'))
		if (credential !== undefined && writes && !includesScope(credential.scope, 'repo:write')) {
			return refusal({ refused: 'access token has insufficient scopes' })
		}
		const access = asked.flatMap(({ type, name, actions }) => {
			const allowed: ReadonlySet<string> = this.#repositories.allowed(name, credential)
			const granted = actions.filter((action) => allowed.has(action))
			return granted.length === 0 ? [] : [{ type, name, actions: granted }]
		})
		const token = this.#sign(credential?.account ?? '', access)
		const scope = access.map(({ type, name, actions }) => `${type}:${name}:${actions.join(',')}`).join(' ')
		const body = { token, access_token: token, scope, expires_in: lifetimeSeconds, issued_at: new Date().toISOString() }
		return { status: 200, body: refreshToken === undefined ? body : { ...body, refresh_token: refreshToken } }
	}

	#sign(subject: string, access: readonly Access[]): string {
		const now = Math.floor(Date.now() / 1000)
		const times = { nbf: now - 1, iat: now, exp: now + lifetimeSeconds }
		return this.#signature.sign({
			iss: tokenIssuer,
			sub: subject,
			aud: tokenService,
			jti: randomUUID(),
			...times,
			access,
		})
	}
}

function refusal({ refused }: Refusal): HubAnswer {
	return { status: 401, body: { details: refused } }
}

/** `repository:alice/app:pull,push`; other kinds of resources are granted to nobody. */
function parseScope(scope: string): readonly Access[] {
	const [, name, actions] = /^repository:([^:]+):(.+)$/.exec(scope) ?? []
	return name === undefined || actions === undefined ? [] : [{ type: 'repository', name, actions: actions.split(',') }]
}
