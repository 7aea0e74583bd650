import * as v from 'valibot'
import { EngineError } from '../../engine/errors.ts'
import { normalized } from './layerIndex.ts'

const manifestSchema = v.array(v.object({ Config: v.string(), Layers: v.nullish(v.array(v.string()), []) }))
const descriptorSchema = v.object({ digest: v.string() })
const indexSchema = v.object({ manifests: v.array(descriptorSchema) })
const ociSchema = v.object({ config: descriptorSchema, layers: v.array(descriptorSchema) })

/** Which files of an image's archive are what. */
interface Manifest {
	/** Names of files in the archive. */
	readonly config: string
	readonly layers: readonly string[]
}

/**
 * Finds the image in its archive: in docker's own `manifest.json`, or in OCI's `index.json`.
 *
 * @param documents The JSON files of the archive, by name.
 * @throws {EngineError} `unexpected` when it is no image's archive.
 */
export function manifestOf(documents: ReadonlyMap<string, unknown>): Manifest {
	const manifest = v.safeParse(manifestSchema, documents.get('manifest.json'))
	const [image] = manifest.success ? manifest.output : []
	if (image) return { config: normalized(image.Config), layers: image.Layers.map(normalized) }
	const index = v.safeParse(indexSchema, documents.get('index.json'))
	for (const { digest } of index.success ? index.output.manifests : []) {
		const found = ociManifest(documents, digest)
		if (found) return found
	}
	throw new EngineError('unexpected', 'This is not the archive of an image.')
}

/** An index may lead to another, one manifest for each platform; the one that is there is taken. */
function ociManifest(documents: ReadonlyMap<string, unknown>, digest: string): Manifest | undefined {
	const document = documents.get(blobOf(digest))
	const manifest = v.safeParse(ociSchema, document)
	if (manifest.success && documents.has(blobOf(manifest.output.config.digest))) {
		const { config, layers } = manifest.output
		return { config: blobOf(config.digest), layers: layers.map((layer) => blobOf(layer.digest)) }
	}
	const index = v.safeParse(indexSchema, document)
	for (const inner of index.success ? index.output.manifests : []) {
		const found = ociManifest(documents, inner.digest)
		if (found) return found
	}
	return undefined
}

function blobOf(digest: string): string {
	return `blobs/${digest.replace(':', '/')}`
}
