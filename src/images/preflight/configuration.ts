import * as v from 'valibot'
import { platformText } from '../../registries/registryApi.ts'
import type { Finding } from './finding.ts'
import { isSecret, redact, secretAssignments } from './secretText.ts'

const inspectSchema = v.object({
	Id: v.string(),
	RepoTags: v.nullish(v.array(v.string()), []),
	RepoDigests: v.nullish(v.array(v.string()), []),
	Size: v.nullish(v.number(), 0),
	Os: v.nullish(v.string(), ''),
	Architecture: v.nullish(v.string(), ''),
	Variant: v.nullish(v.string()),
	Config: v.nullish(
		v.object({
			User: v.nullish(v.string(), ''),
			Env: v.nullish(v.array(v.string()), []),
			Labels: v.nullish(v.record(v.string(), v.string()), {}),
		}),
	),
	RootFS: v.nullish(v.object({ Layers: v.nullish(v.array(v.string()), []) })),
	Manifests: v.nullish(
		v.array(
			v.object({
				Available: v.boolean(),
				Kind: v.string(),
				Descriptor: v.object({ digest: v.string() }),
				ImageData: v.nullish(v.object({ Platform: v.object({ os: v.string(), architecture: v.string() }) })),
			}),
		),
		[],
	),
})
const historySchema = v.array(v.object({ CreatedBy: v.nullish(v.string(), ''), Size: v.nullish(v.number(), 0) }))

/** What an image says of itself, without its files. */
export interface LocalImage {
	readonly id: string
	readonly tags: readonly string[]
	readonly digests: readonly string[]
	/** The manifest that is pushed in place of an image for several platforms, where the engine has not the content of all. */
	readonly part: string | undefined
	/** Bytes. */
	readonly size: number
	readonly platform: string
	readonly user: string
	readonly environment: readonly (readonly [name: string, value: string])[]
	readonly labels: Readonly<Record<string, string>>
	/** Digests of the layers, uncompressed, the lowest first. */
	readonly layers: readonly string[]
	/** What made it, the oldest first. */
	readonly history: readonly { readonly instruction: string; readonly size: number }[]
}

/**
 * Reads what the engine says of an image: `GET /images/{name}/json?manifests=1` and `GET /images/{name}/history`.
 *
 * @throws {v.ValiError} when it is something else.
 */
export function localImage(inspected: unknown, history: unknown): LocalImage {
	const image = v.parse(inspectSchema, inspected)
	return {
		id: image.Id,
		tags: image.RepoTags ?? [],
		digests: image.RepoDigests ?? [],
		part: partOf(image),
		size: image.Size ?? 0,
		platform: platformText({ os: image.Os ?? '', architecture: image.Architecture ?? '', variant: image.Variant }),
		user: image.Config?.User ?? '',
		environment: (image.Config?.Env ?? []).map(pairOf),
		labels: image.Config?.Labels ?? {},
		layers: image.RootFS?.Layers ?? [],
		history: v
			.parse(historySchema, history)
			.map(({ CreatedBy, Size }) => ({ instruction: CreatedBy ?? '', size: Size ?? 0 }))
			.reverse(),
	}
}

/** The engine sends what is for its own platform. */
function partOf({ Manifests, Os, Architecture }: v.InferOutput<typeof inspectSchema>): string | undefined {
	const manifests = Manifests ?? []
	if (manifests.every(({ Available }) => Available)) return undefined
	return manifests.find(({ Available, Kind, ImageData }) => {
		const platform = ImageData?.Platform
		return Available && Kind === 'image' && platform?.os === Os && platform?.architecture === Architecture
	})?.Descriptor.digest
}

function pairOf(line: string): readonly [string, string] {
	const at = line.indexOf('=')
	return at === -1 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
}

/** What an image's own words give away: secrets, who it runs as, that nothing but `latest` names it. */
export function configurationFindings(image: LocalImage, repository: string, tag: string): readonly Finding[] {
	const variables = image.environment.filter(([name, value]) => isSecret(name, value)).map(([name]) => name)
	const labels = Object.entries(image.labels).flatMap(([name, value]) => (isSecret(name, value) ? [name] : []))
	const known = new Set([...variables, ...labels])
	const instructions = new Set(
		image.history.flatMap(({ instruction }) => {
			const shown = redact(instruction)
			const names = secretAssignments(instruction)
			// What set a variable or a label that is told already says nothing more.
			const isTold = names.length > 0 && names.every((name) => known.has(name))
			return shown !== instruction && !isTold ? [plainInstruction(shown)] : []
		}),
	)
	const others = image.tags.filter((each) => each.startsWith(`${repository}:`) && each !== `${repository}:latest`)
	return [
		...variables.map((name): Finding => ({ kind: 'secretVariable', severity: 'blocking', name })),
		...labels.map((name): Finding => ({ kind: 'secretLabel', severity: 'blocking', name })),
		...[...instructions].map((instruction): Finding => ({
			kind: 'secretInstruction',
			severity: 'blocking',
			instruction,
		})),
		...(isRoot(image.user) ? [{ kind: 'runsAsRoot', severity: 'note' } as const] : []),
		...(tag === 'latest' && others.length === 0 ? [{ kind: 'onlyLatest', severity: 'note' } as const] : []),
	]
}

function isRoot(user: string): boolean {
	return /^(?:|root|0)(?::.*)?$/.test(user)
}

/** An instruction as it stands in a Dockerfile, without what the builder writes around it; secrets hidden. */
export function plainInstruction(createdBy: string): string {
	return (
		redact(createdBy)
			.replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
			.replace(/^(?:RUN )?(?:\|\d+ (.*?))?\/bin\/sh -c /, (_, variables = '') => `RUN ${String(variables)}`)
			.replace(/\s*# buildkit$/, '')
			// The classic builder names what it copied by a digest.
			.replaceAll(/\b(dir|file|multi):([\da-f]{12})[\da-f]{52}\b/g, '$1:$2…')
			.replaceAll(/\s+/g, ' ')
			.trim()
	)
}

/** Bytes of each layer, by its digest; history tells a size for each step. */
export function layerSizes({ layers, history }: LocalImage): ReadonlyMap<string, number> {
	// A step that changes files makes a layer, even an empty one.
	const made = history.filter(
		({ instruction, size }) => size > 0 || /^(?:RUN|COPY|ADD)\b/.test(plainInstruction(instruction)),
	)
	if (made.length !== layers.length) return new Map()
	return new Map(layers.map((digest, index) => [digest, made[index]?.size ?? 0]))
}
