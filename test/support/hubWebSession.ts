import type { IncomingMessage } from 'node:http'
import { boolean, object, picklist, safeParse, string } from 'valibot'

import type { Credential, HubAccounts } from './hubAccounts.ts'
import { fieldsOf, type HubAnswer } from './hubAnswer.ts'
import type { HubSignature } from './hubSignature.ts'

const lifetimeSeconds = 600

const claims = object({
	account: string(),
	scope: picklist(['repo:admin', 'repo:write', 'repo:read', 'repo:public_read']),
	personalAccessToken: boolean(),
})

/** Hands out the tokens of the web API and takes them back. */
export class HubWebSession {
	readonly #accounts: HubAccounts
	readonly #signature: HubSignature

	constructor(accounts: HubAccounts, signature: HubSignature) {
		this.#accounts = accounts
		this.#signature = signature
	}

	/** `POST /v2/auth/token` with `identifier` and `secret`. */
	async createToken(request: IncomingMessage): Promise<HubAnswer> {
		const fields = await fieldsOf(request)
		const token = this.#token(fields['identifier'], fields['secret'])
		return token === undefined ? incorrect : { status: 200, body: { access_token: token } }
	}

	/** The deprecated `POST /v2/users/login` with `username` and `password`. */
	async logIn(request: IncomingMessage): Promise<HubAnswer> {
		const fields = await fieldsOf(request)
		const token = this.#token(fields['username'], fields['password'])
		return token === undefined ? incorrect : { status: 200, body: { token } }
	}

	/** Who asks; undefined without a token. A token that does not hold is `invalid`. */
	credential(request: IncomingMessage): Credential | 'invalid' | undefined {
		const { authorization } = request.headers
		if (authorization === undefined) {
			return undefined
		}
		const token = /^(?:Bearer|JWT) (.+)$/i.exec(authorization)?.[1] ?? ''
		const result = safeParse(claims, this.#signature.open(token))
		return result.success ? result.output : 'invalid'
	}

	#token(name: unknown, secret: unknown): string | undefined {
		const credential = this.#accounts.authenticate(String(name), String(secret))
		if ('refused' in credential) {
			return undefined
		}
		return this.#signature.sign({ ...credential, exp: Math.floor(Date.now() / 1000) + lifetimeSeconds })
	}
}

const incorrect: HubAnswer = {
	status: 401,
	body: { errinfo: null, message: 'unauthorized', detail: 'Incorrect authentication credentials' },
}
