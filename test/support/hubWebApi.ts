import type { IncomingMessage } from 'node:http'

import type { HubAccounts } from './hubAccounts.ts'
import { fieldsOf, type HubAnswer } from './hubAnswer.ts'
import type { HubRepositories } from './hubRepositories.ts'
import type { HubSignature } from './hubSignature.ts'
import type { HubTags } from './hubTags.ts'

/** What the web API needs of the other parts. */
export interface HubWebApiParts {
	readonly accounts: HubAccounts
	readonly repositories: HubRepositories
	readonly signature: HubSignature
	readonly tags: HubTags
}

export class HubWebApi {
	readonly #parts: HubWebApiParts
	constructor(parts: HubWebApiParts) {
		this.#parts = parts
	}

	async answer(request: IncomingMessage, url: URL): Promise<HubAnswer> {
		if (url.pathname === '/v2/auth/token' && request.method === 'POST') {
			const fields = await fieldsOf(request)
			const credential = this.#parts.accounts.authenticate(String(fields['identifier']), String(fields['secret']))
			return 'refused' in credential
				? { status: 401, body: { detail: 'Incorrect authentication credentials' } }
				: {
						status: 200,
						body: { access_token: this.#parts.signature.sign({ ...credential, exp: Date.now() / 1000 + 600 }) },
					}
		}
		return { status: 404, body: { message: 'object not found', errinfo: {} } }
	}
}
