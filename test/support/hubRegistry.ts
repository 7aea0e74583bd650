import type { IncomingMessage, ServerResponse } from 'node:http'

import { send } from './hubAnswer.ts'
import type { FaultPoint } from './hubFaultAnswer.ts'
import type { HubFaults } from './hubFaults.ts'
import { passOn } from './hubProxy.ts'
import type { HubRepositories } from './hubRepositories.ts'

/** What registry-1.docker.io does: faults first, then the real registry, whose pushes are noted. */
export class HubRegistry {
	readonly #address: string
	readonly #repositories: HubRepositories
	readonly #faults: HubFaults

	/** Takes the `address:port` of the registry behind. */
	constructor(address: string, repositories: HubRepositories, faults: HubFaults) {
		this.#address = address
		this.#repositories = repositories
		this.#faults = faults
	}

	answer(request: IncomingMessage, response: ServerResponse, url: URL): void {
		const point = faultPoint(request.method, url.pathname)
		const fault = point && this.#faults.take(point)
		if (fault !== undefined) {
			send(request, response, fault)
			return
		}
		const { method, headers } = request
		// Some send a blob in the request that ends its upload.
		const hasBody = headers['content-length'] !== '0' && method === 'PUT'
		const bytesComeIn = point === 'blobUpload' && (method === 'PATCH' || hasBody)
		const [, path, reference] = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(url.pathname) ?? []
		passOn(request, response, {
			registry: this.#address,
			up: bytesComeIn ? this.#faults.uploadStations() : this.#faults.linkStations(),
			down: this.#faults.linkStations(),
			answered: async (status) => {
				if (request.method === 'PUT' && status === 201 && path !== undefined && reference !== undefined) {
					this.#repositories.pushed(path, reference)
				}
				if (bytesComeIn) {
					await this.#faults.hold('upload')
				}
			},
		})
	}
}

function faultPoint(method: string | undefined, path: string): FaultPoint | undefined {
	if (path === '/v2/') {
		return 'ping'
	}
	if (path.includes('/blobs/uploads/')) {
		return 'blobUpload'
	}
	if (!path.includes('/manifests/')) {
		return undefined
	}
	return method === 'PUT' ? 'manifest' : 'manifestRead'
}
