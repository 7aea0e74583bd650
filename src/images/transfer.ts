import * as v from 'valibot'
import { complaintError } from '../registries/complaint.ts'
import { platformText } from '../registries/registryApi.ts'

/** One line of what the engine says while it pushes or pulls; `POST /images/{name}/push`, `POST /images/create`. */
const lineSchema = v.object({
	id: v.nullish(v.string()),
	status: v.nullish(v.string()),
	progressDetail: v.nullish(v.object({ current: v.nullish(v.number()), total: v.nullish(v.number()) })),
	error: v.nullish(v.string()),
	errorDetail: v.nullish(v.object({ message: v.nullish(v.string()) })),
	aux: v.nullish(
		v.object({
			Digest: v.nullish(v.string()),
			Size: v.nullish(v.number()),
			manifestPushedInsteadOfIndex: v.nullish(v.boolean()),
			originalIndex: v.nullish(v.object({ digest: v.string() })),
			selectedManifest: v.nullish(
				v.object({
					platform: v.nullish(v.object({ os: v.string(), architecture: v.string(), variant: v.nullish(v.string()) })),
				}),
			),
		}),
	),
})

/** What went up of an image for several platforms where the engine has not the content of all. */
export interface PushedPart {
	/** Digest of the whole, by which the engine knows the image. */
	readonly index: string
	/** `linux/arm64`; undefined where the engine doesn't say. */
	readonly platform: string | undefined
}

export interface LayerProgress {
	readonly id: string
	/** The engine's own words: `Pushing`, `Layer already exists`, `Retrying in 5 seconds`. */
	readonly status: string
	/** Bytes. */
	readonly current: number
	/** Bytes; undefined until the engine says it. */
	readonly total: number | undefined
	readonly done: boolean
	/** The registry had it already. */
	readonly skipped: boolean
}

export interface TransferProgress {
	readonly layers: readonly LayerProgress[]
	/** Layers that are done. */
	readonly finished: number
	/** Bytes moved, and bytes to move as far as the engine has said. */
	readonly current: number
	readonly total: number
	/** Bytes for each second, over the last few. */
	readonly speed: number
}

const done = /^(?:Pushed|Pull complete|Already exists|Layer already exists|Mounted from)/
const skipped = /^(?:Already exists|Layer already exists|Mounted from)/
/** What moves bytes over the network; extracting and verifying don't. */
const moving = /^(?:Pushing|Downloading)/
const digestLine = /\bdigest: (sha256:[\da-f]{64})/i

/** Speed is taken over this long; ms. */
const period = 3_000

/** Follows a push or pull line by line. */
export class Transfer {
	readonly #layers = new Map<string, LayerProgress>()
	readonly #moments: { readonly at: number; readonly current: number }[] = []
	#digest: string | undefined
	#part: PushedPart | undefined

	/** What was pushed or pulled; the engine says it last. */
	get digest(): string | undefined {
		return this.#digest
	}

	/** Undefined where all of it was pushed. */
	get part(): PushedPart | undefined {
		return this.#part
	}

	/**
	 * Takes up a line.
	 *
	 * @param now ms, on a clock that only goes forward.
	 * @returns Which layer changed, if one did.
	 * @throws {EngineError} when the line says that it failed; the reason by the registry's error code.
	 */
	take(line: unknown, now: number): LayerProgress | undefined {
		const parsed = v.safeParse(lineSchema, line)
		if (!parsed.success) return undefined
		const { id, status, progressDetail, error, errorDetail, aux } = parsed.output
		const complaint = errorDetail?.message ?? error
		if (complaint) throw complaintError(complaint)
		this.#digest = aux?.Digest ?? digestLine.exec(status ?? '')?.[1] ?? this.#digest
		if (aux?.manifestPushedInsteadOfIndex && aux.originalIndex) {
			const platform = aux.selectedManifest?.platform
			this.#part = { index: aux.originalIndex.digest, platform: platform ? platformText(platform) : undefined }
		}
		if (!id || !status || status.startsWith('Pulling from')) return undefined
		const before = this.#layers.get(id)
		const isMoving = moving.test(status)
		const isDone = done.test(status)
		const total = isMoving ? progressDetail?.total || before?.total : before?.total
		const counted = isMoving ? (progressDetail?.current ?? 0) : (before?.current ?? 0)
		const layer: LayerProgress = {
			id,
			status,
			// A layer that was cut off starts again from nothing; one that is done has all of it.
			current: isDone ? (total ?? counted) : total === undefined ? counted : Math.min(counted, total),
			total,
			done: isDone,
			skipped: skipped.test(status),
		}
		this.#layers.set(id, layer)
		this.#remember(now)
		return layer
	}

	get progress(): TransferProgress {
		const layers = [...this.#layers.values()]
		return {
			layers,
			finished: layers.filter((layer) => layer.done).length,
			current: sum(layers.map((layer) => layer.current)),
			total: sum(layers.map((layer) => layer.total ?? layer.current)),
			speed: this.#speed(),
		}
	}

	#remember(now: number): void {
		const current = sum([...this.#layers.values()].map((layer) => layer.current))
		this.#moments.push({ at: now, current })
		while ((this.#moments[1]?.at ?? now) < now - period) this.#moments.shift()
	}

	#speed(): number {
		const first = this.#moments[0]
		const last = this.#moments.at(-1)
		if (!first || !last || last.at <= first.at) return 0
		return Math.max(0, ((last.current - first.current) * 1000) / (last.at - first.at))
	}
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, each) => total + each, 0)
}
