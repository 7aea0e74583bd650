import { array, nullable, number, object, optional, parse, string } from 'valibot'

import type { HubToken } from './hubToken.ts'

/** A tag as the registry behind has it. */
export interface HubTag {
	readonly name: string
	/** Of the manifest or index that the tag names. */
	readonly digest: string
	/** Compressed layers and configuration, in bytes. */
	readonly size: number
}

const accept = [
	'application/vnd.docker.distribution.manifest.v2+json',
	'application/vnd.docker.distribution.manifest.list.v2+json',
	'application/vnd.oci.image.manifest.v1+json',
	'application/vnd.oci.image.index.v1+json',
].join(', ')

const sized = object({ size: number() })
const tagList = object({ tags: nullable(array(string())) })
const manifest = object({
	config: optional(sized, { size: 0 }),
	layers: optional(array(sized), []),
	manifests: optional(array(sized), []),
})

/** Reads straight from the registry behind a stand-in, past rights and faults. */
export class HubTags {
	readonly #address: string
	readonly #token: HubToken

	/** Takes the `address:port` of the registry behind. */
	constructor(address: string, token: HubToken) {
		this.#address = address
		this.#token = token
	}

	/** The tags of `namespace/name` in alphabetical order; none where nothing was pushed. */
	async list(repository: string): Promise<readonly HubTag[]> {
		const response = await this.#request('GET', repository, 'tags/list')
		if (response.status === 404) {
			return []
		}
		const { tags } = parse(tagList, await response.json())
		const found = await Promise.all((tags ?? []).toSorted().map(async (tag) => this.find(repository, tag)))
		return found.filter((tag) => tag !== undefined)
	}

	async find(repository: string, tag: string): Promise<HubTag | undefined> {
		const response = await this.#request('GET', repository, `manifests/${tag}`)
		if (response.status === 404) {
			return undefined
		}
		const { config, layers, manifests } = parse(manifest, await response.json())
		const size = [config, ...layers, ...manifests].reduce((sum, part) => sum + part.size, 0)
		return { name: tag, digest: response.headers.get('docker-content-digest') ?? '', size }
	}

	/** Removes one tag, as Hub does, and tells whether there was one. */
	async remove(repository: string, name: string): Promise<boolean> {
		const tags = await this.list(repository)
		const digest = tags.find((tag) => tag.name === name)?.digest
		if (digest === undefined) {
			return false
		}
		const kept = await this.#request('GET', repository, `manifests/${digest}`)
		const type = kept.headers.get('content-type') ?? ''
		const body = await kept.text()
		// The registry removes a manifest with all tags that name it: the other tags are put back.
		await this.#request('DELETE', repository, `manifests/${digest}`)
		for (const tag of tags.filter((other) => other.digest === digest && other.name !== name)) {
			await this.#request('PUT', repository, `manifests/${tag.name}`, { type, body })
		}
		return true
	}

	async #request(
		method: string,
		repository: string,
		rest: string,
		sent?: { readonly type: string; readonly body: string },
	): Promise<Response> {
		const authorization = `Bearer ${this.#token.ownToken(repository)}`
		const url = `http://${this.#address}/v2/${repository}/${rest}`
		const response =
			sent === undefined
				? await fetch(url, { method, headers: { accept, authorization } })
				: await fetch(url, { method, headers: { 'content-type': sent.type, authorization }, body: sent.body })
		if (!response.ok && response.status !== 404) {
			throw new Error(`The registry behind answered ${response.status} to ${method} ${repository}/${rest}`)
		}
		return response
	}
}
