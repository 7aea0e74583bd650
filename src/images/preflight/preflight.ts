import type { Engine } from '../../engine/engine.ts'
import { toEngineError, type Reason } from '../../engine/errors.ts'
import { isHub, type Credential } from '../../registries/account.ts'
import { imageHistory, inspectWithManifests } from '../operations.ts'
import { familiarName, type Reference } from '../reference.ts'
import { configurationFindings, localImage, type LocalImage } from './configuration.ts'
import type { Finding } from './finding.ts'
import { hubRepositoryFindings, registryFindings } from './registryChecks.ts'

export interface PreflightOptions {
	/** Id or name of what is pushed, on the engine. */
	readonly image: string
	/** What it is pushed as. */
	readonly reference: Reference
	readonly credential: Credential | undefined
	/** Whether the layers are read too, which takes as long as the image is large. */
	readonly readLayers: boolean
	readonly signal: AbortSignal
	readonly report: (progress: PreflightProgress) => void
}

export interface PreflightProgress {
	/** What was found just now. */
	readonly found: readonly Finding[]
	/** Bytes of layers read so far. */
	readonly bytes: number
	/** Whether the registry has answered, or could not be asked. */
	readonly isRegistryAsked: boolean
}

/**
 * Looks at all that one would regret after a push. What needs no reading of layers is told first.
 *
 * @throws {EngineError} `notFound` when the image isn't there, `cancelled`. What can't be looked at is a finding.
 */
export async function preflight(engine: Engine, options: PreflightOptions): Promise<void> {
	const { reference, credential, readLayers, signal, report } = options
	const image = await readImage(engine, options.image)
	let bytes = 0
	let isRegistryAsked = false
	const tell = (found: readonly Finding[]) => {
		if (!signal.aborted) report({ found, bytes, isRegistryAsked })
	}
	const tellOfRegistry = (found: readonly Finding[]) => {
		isRegistryAsked = true
		tell(found)
	}
	tell(configurationFindings(image, familiarName(reference), reference.tag ?? 'latest'))
	const registry = registryFindings({ reference, credential, image, signal }).then(
		tellOfRegistry,
		async (thrown: unknown) => {
			const isOnHub = credential !== undefined && isHub(credential)
			const repository = isOnHub ? await hubRepositoryFindings(reference, credential, signal) : []
			tellOfRegistry([unchecked('registry', thrown), ...repository])
		},
	)
	const layers = readLayers
		? readSecretFiles(engine, image, signal, (read) => {
				bytes = read
				tell([])
			}).then(tell, (thrown: unknown) => tell([unchecked('layers', thrown)]))
		: undefined
	await Promise.all([registry, layers])
	signal.throwIfAborted()
}

const outOfReach: ReadonlySet<Reason> = new Set<Reason>(['unreachable', 'certificate', 'timeout'])

function unchecked(part: 'registry' | 'layers', thrown: unknown): Finding {
	const { reason, message } = toEngineError(thrown)
	// A registry that only the engine can reach is nothing to be warned of each time.
	const isOutOfReach = part === 'registry' && outOfReach.has(reason)
	return { kind: 'unchecked', severity: isOutOfReach ? 'note' : 'warning', part, message }
}

/** `GET /images/{name}/json` and `GET /images/{name}/history`. */
async function readImage(engine: Engine, name: string): Promise<LocalImage> {
	const [inspected, history] = await Promise.all([
		inspectWithManifests(engine, name),
		imageHistory(engine.docker, name),
	])
	return localImage(inspected, history)
}

/** What an image holds never changes: it is read once for each id. */
const read = new Map<string, readonly Finding[]>()

async function readSecretFiles(
	engine: Engine,
	{ id }: LocalImage,
	signal: AbortSignal,
	report: (bytes: number) => void,
): Promise<readonly Finding[]> {
	const known = read.get(id)
	if (known) return known
	const { findSecretFiles } = await import('./layers.ts')
	const archive = await engine.stream({ method: 'GET', path: `/images/${encodeURIComponent(id)}/get`, signal })
	const found = await findSecretFiles(archive, report, signal)
	read.set(id, found)
	return found
}
