import type { Engine } from '../../engine/engine.ts'
import { toEngineError } from '../../engine/errors.ts'
import type { Credential } from '../../registries/account.ts'
import { RegistryApi } from '../../registries/registryApi.ts'
import { localImage } from '../preflight/configuration.ts'
import { isSameImage } from '../preflight/registryChecks.ts'
import { inspectWithManifests } from '../operations.ts'
import { familiarName, isReferenceError, parseReference } from '../reference.ts'

/** Whether a push that was cut off arrived all the same: `unknown` where that could not be asked. */
export type Arrival =
	| { readonly kind: 'arrived'; readonly digest: string; readonly imageId: string }
	| { readonly kind: 'absent' }
	| { readonly kind: 'unknown'; readonly why: string }

/** The registry is asked for this long at most; ms. */
const patience = 15_000

/** Asks the engine for the image and the registry for what the tag has now. Never throws. */
export async function arrivalOf(
	reference: string,
	connected: () => Promise<Engine>,
	credentialOf: () => Promise<Credential | undefined>,
): Promise<Arrival> {
	try {
		const parsed = parseReference(reference)
		if (isReferenceError(parsed)) throw new Error(`Not a reference: ${reference}`)
		const credential = await credentialOf()
		const engine = await connected()
		const [inspected, manifest] = await Promise.all([
			inspectWithManifests(engine, reference),
			new RegistryApi(parsed.domain, credential).manifest(
				parsed.path,
				parsed.tag ?? 'latest',
				AbortSignal.timeout(patience),
			),
		])
		const image = localImage(inspected, [])
		return manifest && isSameImage(image, manifest, familiarName(parsed))
			? { kind: 'arrived', digest: manifest.digest, imageId: image.id }
			: { kind: 'absent' }
	} catch (error) {
		return { kind: 'unknown', why: toEngineError(error).message }
	}
}
