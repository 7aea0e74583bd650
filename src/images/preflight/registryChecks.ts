import { toEngineError, type EngineError } from '../../engine/errors.ts'
import { isHub, type Credential } from '../../registries/account.ts'
import { refusalOf, rights, verifyCredential } from '../../registries/authorization.ts'
import { HubApi } from '../../registries/hubApi.ts'
import { RegistryApi, type RemoteConfiguration, type RemoteManifest } from '../../registries/registryApi.ts'
import { familiarName, isOwn, namespaceOf, type Reference } from '../reference.ts'
import { layerSizes, type LocalImage } from './configuration.ts'
import type { Finding } from './finding.ts'

export interface RegistryChecks {
	readonly reference: Reference
	/** Undefined for nobody in particular. */
	readonly credential: Credential | undefined
	readonly image: LocalImage
	readonly signal: AbortSignal
}

/** As many tags of a repository are looked into for its usual platforms and layers. */
const samples = 3
/** The same on Docker Hub, which counts each look as a pull, and tells the platforms without. */
const samplesOnHub = 1

/**
 * What the registry's side of a push is to be told before it: the right to push, whether the repository is there,
 * what the tag has now, for which platforms the others are, how much is there already.
 *
 * @throws {EngineError} when the registry can't be asked from here.
 */
export async function registryFindings(checks: RegistryChecks): Promise<readonly Finding[]> {
	const { reference, credential, image, signal } = checks
	const refusal = credential && (await refusalFinding(credential, reference, signal))
	if (refusal) return [refusal, sizeFinding(image, [])]
	const api = new RegistryApi(reference.domain, credential)
	const hub = credential && isHub(credential) ? new HubApi(credential) : undefined
	const [isThere, now, tags, listed] = await Promise.all([
		repositoryExists(reference.path, hub ?? api, signal),
		api.manifest(reference.path, reference.tag ?? 'latest', signal).catch(nothingToSee),
		api.tags(reference.path, undefined, signal).catch(nothing),
		hub?.tags(reference.path, { name: '', next: undefined }, signal).catch(nothing),
	])
	if (!isThere && !now) {
		const canChoose = hub !== undefined
		return [{ kind: 'newRepository', severity: 'note', path: reference.path, canChoose }, sizeFinding(image, [])]
	}
	const wanted = hub ? samplesOnHub - (now ? 1 : 0) : samples
	const others = (tags?.items ?? []).filter((tag) => tag !== reference.tag)
	const manifests = await Promise.all(
		others
			.slice(Math.max(0, others.length - wanted))
			.map((tag) => api.manifest(reference.path, tag, signal).catch(nothing)),
	)
	const known = [now, ...manifests].filter((manifest) => manifest !== undefined)
	const configurations = await configurationsOf(api, reference.path, known, signal)
	return [
		...tagFindings(reference, image, now),
		...platformFindings(image, [
			...known.flatMap(({ images }) => images.map(({ platform }) => platform)),
			...configurations.map(({ platform }) => platform),
			...(listed?.items ?? []).flatMap(({ platforms }) => platforms),
		]),
		sizeFinding(image, configurations),
	]
}

/**
 * Whether a push to Docker Hub makes a repository, which is public unless it is created before. Asks for that alone;
 * where the web API fails, tags in the registry show that the repository is there.
 */
export async function hubRepositoryFindings(
	{ path, domain }: Reference,
	credential: Credential,
	signal: AbortSignal,
): Promise<readonly Finding[]> {
	const [isThere, tags] = await Promise.all([
		repositoryExists(path, new HubApi(credential), signal).catch(toEngineError),
		new RegistryApi(domain, credential).tags(path, undefined, signal).catch(nothing),
	])
	if (isThere === true || (tags?.items ?? []).length > 0) return []
	return isThere === false
		? [{ kind: 'newRepository', severity: 'note', path, canChoose: true }]
		: [{ kind: 'unknownRepository', severity: 'warning', path, message: isThere.message }]
}

async function refusalFinding(
	credential: Credential,
	reference: Reference,
	signal: AbortSignal,
): Promise<Finding | undefined> {
	const { userName } = credential
	try {
		const granted = await rights(credential, reference.path, signal)
		if (granted === undefined || granted.has('push') || granted.has('*')) return undefined
		const namespace = namespaceOf(reference)
		return { kind: 'noRight', severity: 'blocking', namespace, userName, isOwn: isOwn(reference, credential) }
	} catch (thrown) {
		const error = toEngineError(thrown)
		const refused = error.reason === 'denied' ? await refusedAltogether(credential, signal) : error
		if (refused?.reason !== 'unauthorized') throw error
		return { kind: 'refused', severity: 'blocking', userName, why: refusalOf(refused) }
	}
}

/** Some token services say with the same 403 that they don't know someone, and that there is no right to this. */
async function refusedAltogether(credential: Credential, signal: AbortSignal): Promise<EngineError | undefined> {
	return verifyCredential(credential, signal).then(() => undefined, toEngineError)
}

async function repositoryExists(path: string, api: HubApi | RegistryApi, signal: AbortSignal): Promise<boolean> {
	const found = api instanceof HubApi ? await api.repository(path, signal) : await api.tags(path, undefined, signal)
	return found !== undefined
}

async function configurationsOf(
	api: RegistryApi,
	repository: string,
	manifests: readonly RemoteManifest[],
	signal: AbortSignal,
): Promise<readonly RemoteConfiguration[]> {
	const digests = new Set(manifests.flatMap(({ configuration }) => configuration ?? []))
	const found = await Promise.all(
		[...digests].map((digest) => api.configuration(repository, digest, signal).catch(nothing)),
	)
	return found.filter((configuration) => configuration !== undefined)
}

/** Whether a manifest in a registry stands for an image of the engine. */
export function isSameImage(
	image: Pick<LocalImage, 'id' | 'digests' | 'part'>,
	manifest: RemoteManifest,
	name: string,
): boolean {
	// A graph driver knows an image by its configuration's digest, the containerd store by its manifest's.
	return (
		manifest.configuration === image.id ||
		manifest.digest === image.id ||
		manifest.digest === image.part ||
		image.digests.includes(`${name}@${manifest.digest}`)
	)
}

function tagFindings(reference: Reference, image: LocalImage, now: RemoteManifest | undefined): readonly Finding[] {
	if (!now) return []
	const tag = reference.tag ?? 'latest'
	const name = familiarName(reference)
	if (isSameImage(image, now, name)) return [{ kind: 'sameImage', severity: 'note', tag, digest: now.digest }]
	const known = image.digests.find((digest) => digest.startsWith(`${name}@`))?.slice(name.length + 1)
	return [{ kind: 'overwritten', severity: 'warning', tag, before: now.digest, after: known ?? image.id }]
}

function platformFindings(image: LocalImage, platforms: readonly string[]): readonly Finding[] {
	const usual = new Set(platforms)
	// `linux/arm64` and `linux/arm64/v8` are the same.
	const withoutVariant = (platform: string) => platform.split('/').slice(0, 2).join('/')
	if (usual.size === 0 || [...usual].some((each) => withoutVariant(each) === withoutVariant(image.platform))) return []
	return [{ kind: 'otherPlatform', severity: 'warning', platform: image.platform, usual: [...usual].sort() }]
}

function sizeFinding(image: LocalImage, configurations: readonly RemoteConfiguration[]): Finding {
	const there = new Set(configurations.flatMap(({ layers }) => layers))
	const sizes = layerSizes(image)
	const present = image.layers.filter((digest) => there.has(digest))
	return {
		kind: 'size',
		severity: 'note',
		bytes: image.size,
		layers: image.layers.length,
		there:
			configurations.length === 0
				? undefined
				: {
						layers: present.length,
						bytes: present.reduce((sum, digest) => sum + (sizes.get(digest) ?? 0), 0),
					},
	}
}

/** A registry refuses to show what isn't there; anything else is not known, which must be said. */
function nothingToSee(thrown: unknown): undefined {
	const { reason } = toEngineError(thrown)
	if (reason !== 'unauthorized' && reason !== 'denied' && reason !== 'notFound') throw thrown
}

/** What one look can't find out keeps the others from nothing. */
function nothing(): undefined {
	return undefined
}
