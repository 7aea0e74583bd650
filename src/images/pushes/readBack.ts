import * as v from 'valibot'
import type { Engine } from '../../engine/engine.ts'
import { toEngineError } from '../../engine/errors.ts'
import type { Credential } from '../../registries/account.ts'
import { registryAuthHeader } from '../../registries/authorization.ts'
import { RegistryApi } from '../../registries/registryApi.ts'
import { familiarReference, type Reference } from '../reference.ts'

const distributionSchema = v.object({ Descriptor: v.object({ digest: v.string() }) })

/**
 * The digest that a tag has in its registry, asked of the registry itself; where that is out of reach from here, by way
 * of the engine (`GET /distribution/{name}/json`).
 *
 * @returns Undefined where there is no such tag.
 * @throws {EngineError}
 */
export async function readBack(
	engine: Engine,
	reference: Reference,
	credential: Credential | undefined,
	signal: AbortSignal,
): Promise<string | undefined> {
	try {
		return await new RegistryApi(reference.domain, credential).digest(reference.path, reference.tag ?? 'latest', signal)
	} catch (error) {
		if (signal.aborted) throw error
	}
	try {
		const reply = await engine.request({
			method: 'GET',
			path: `/distribution/${familiarReference(reference)}/json`,
			...(credential ? { headers: { 'X-Registry-Auth': registryAuthHeader(credential) } } : {}),
			signal,
		})
		return v.parse(distributionSchema, reply).Descriptor.digest
	} catch (thrown) {
		const error = toEngineError(thrown)
		if (error.reason === 'notFound') return undefined
		throw error
	}
}
