import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request that reached the stand-in. No credential is ever part of it. */
export interface HubRequest {
	readonly method: string
	readonly host: string
	/** With its query, which names scopes and accounts. */
	readonly path: string
	/** Undefined while it is unanswered, and for ever where the connection was cut first. */
	readonly status: number | undefined
}

interface Waiting {
	readonly matches: (request: HubRequest) => boolean
	readonly resolve: (request: HubRequest) => void
}

/** The log of a stand-in's requests. */
export class HubRequests {
	#entries: { readonly request: Omit<HubRequest, 'status'>; readonly response: ServerResponse }[] = []
	#waiting: Waiting[] = []

	add(request: IncomingMessage, response: ServerResponse, url: URL): void {
		const entry = { method: request.method ?? '', host: url.hostname, path: url.pathname + url.search }
		this.#entries.push({ request: entry, response })
		const arrived: HubRequest = { ...entry, status: undefined }
		const met = this.#waiting.filter(({ matches }) => matches(arrived))
		this.#waiting = this.#waiting.filter((waiting) => !met.includes(waiting))
		for (const { resolve } of met) {
			resolve(arrived)
		}
	}

	all(): readonly HubRequest[] {
		return this.#entries.map(({ request, response }) => ({
			...request,
			status: response.headersSent ? response.statusCode : undefined,
		}))
	}

	forget(): void {
		this.#entries = []
	}

	/** The first request that matches, among those that came and those that will. */
	async arrival(matches: (request: HubRequest) => boolean): Promise<HubRequest> {
		const earlier = this.all().find(matches)
		return earlier ?? new Promise((resolve) => this.#waiting.push({ matches, resolve }))
	}
}
