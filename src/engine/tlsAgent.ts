import { Agent } from 'node:https'
import { inspect } from 'node:util'
import type { TlsMaterial } from './tlsMaterial.ts'

/** Speaks TLS with an engine. */
export class TlsAgent extends Agent {
	constructor({ ca, cert, key, verify }: TlsMaterial) {
		super({ ca, cert, key, rejectUnauthorized: verify, keepAlive: true })
	}

	// docker-modem prints its options, whatever they hold, before each request.
	[inspect.custom](): string {
		return 'TlsAgent'
	}
}
