import { TextDecoder } from 'node:util'
import type { BuildWarning } from '../build.ts'
import type { FailedPlace, VertexStep } from '../dockerfile.ts'
import type { Trace, Vertex, VertexLog, VertexStatus, VertexWarning } from './trace.ts'

interface Told {
	/** In the order in which vertices begin, from 1. */
	readonly number: number
	/** What its instruction has written since the last end of a line. */
	rest: string
	readonly decoder: TextDecoder
	/** Parts of it that are done. */
	readonly statuses: Set<string>
	isEnded: boolean
}

/** Turns what BuildKit tells into a log for people, and says how far the build is. Instructions run side by side. */
export class Transcript {
	/** The instructions among the vertices, by digest. */
	readonly #steps = new Map<string, VertexStep>()
	/** Digests of those that are done. */
	readonly #completed = new Set<string>()
	readonly #told = new Map<string, Told>()
	#step: VertexStep | undefined
	#failed: FailedPlace | undefined
	#most = 0
	/** By its words. */
	readonly #warnings = new Map<string, BuildWarning>()

	/** The instruction that began last. */
	get step(): VertexStep | undefined {
		return this.#step
	}

	/** What failed; others beside it may have been cut off. */
	get failed(): FailedPlace {
		return this.#failed ?? {}
	}

	/** Which part of the instructions is done, of the stages that are known; 0 to 1, and never less than before. */
	get done(): number {
		const totals = new Map([...this.#steps.values()].map(({ stage, total }) => [stage, total]))
		const sum = [...totals.values()].reduce((all, each) => all + each, 0)
		if (sum > 0) this.#most = Math.max(this.#most, Math.min(1, this.#completed.size / sum))
		return this.#most
	}

	/** What was found questionable, each thing once. */
	get warnings(): readonly BuildWarning[] {
		return [...this.#warnings.values()]
	}

	/** @returns Whole lines of the log. */
	add({ vertexes, statuses, logs, warnings }: Trace): string {
		for (const { message, url, lines } of warnings) this.#warnings.set(message, { message, url, lines })
		const parts = [...statuses, ...logs, ...warnings].map(({ vertex }) => vertex)
		const digests = new Set([...vertexes.map(({ digest }) => digest), ...parts])
		const of = <T extends { readonly vertex: string }>(all: readonly T[], digest: string) =>
			all.filter(({ vertex }) => vertex === digest)
		const lines = [...digests].flatMap((digest) => {
			const own = vertexes.filter((vertex) => vertex.digest === digest)
			return [
				...own.flatMap((vertex) => this.#begun(vertex)),
				...this.#written(digest, of(statuses, digest), of(logs, digest), of(warnings, digest)),
				...own.flatMap((vertex) => this.#ended(vertex)),
			]
		})
		return lines.map((line) => `${line}\n`).join('')
	}

	#begun(vertex: Vertex): readonly string[] {
		const { digest, name, startedAt, completedAt } = vertex
		const step = this.#steps.get(digest) ?? parseVertexName(name)
		if (step) {
			this.#steps.set(digest, step)
			if (completedAt !== undefined) this.#completed.add(digest)
		}
		if (startedAt === undefined || this.#told.has(digest)) return []
		if (step) this.#step = step
		const number = this.#told.size + 1
		this.#told.set(digest, { number, rest: '', decoder: new TextDecoder(), statuses: new Set(), isEnded: false })
		return [...(number > 1 ? [''] : []), `#${number} ${name}`]
	}

	#written(
		digest: string,
		statuses: readonly VertexStatus[],
		logs: readonly VertexLog[],
		warnings: readonly VertexWarning[],
	): readonly string[] {
		const told = this.#told.get(digest)
		if (!told) return []
		const done = statuses.filter(({ id, isCompleted }) => isCompleted && !told.statuses.has(id)).map(({ id }) => id)
		for (const id of done) told.statuses.add(id)
		const text = logs.map(({ message }) => told.decoder.decode(message, { stream: true })).join('')
		const lines = (told.rest + text).split('\n')
		told.rest = lines.pop() ?? ''
		const complaints = warnings.map(({ message }) => `WARNING: ${message}`)
		return [...done, ...lines, ...complaints].map((line) => `#${told.number} ${line}`)
	}

	#ended({ digest, name, startedAt, completedAt, isCached, error }: Vertex): readonly string[] {
		const told = this.#told.get(digest)
		if (!told || told.isEnded || startedAt === undefined || completedAt === undefined) return []
		told.isEnded = true
		const place = { step: this.#steps.get(digest), base: baseIn(name) }
		if (error && !/context canceled/.test(error) && (place.step ?? place.base)) this.#failed ??= place
		const rest = told.rest === '' ? [] : [`#${told.number} ${told.rest}`]
		const end = error ? `ERROR: ${error}` : isCached ? 'CACHED' : `DONE ${(completedAt - startedAt).toFixed(1)}s`
		return [...rest, `#${told.number} ${end}`]
	}
}

/** Reads `[linux/arm64 build 2/5] RUN make`; what the builder does by itself has no such name. */
export function parseVertexName(name: string): VertexStep | undefined {
	const [, words = '', number, total, text = ''] = /^\[(.*?)\s*(\d+)\/(\d+)\] (.*)$/s.exec(name) ?? []
	if (number === undefined) return undefined
	const stage = words.split(/\s+/).findLast((word) => word !== '' && !word.includes('/'))
	return { builder: 'buildKit', stage, number: Number(number), total: Number(total), text }
}

/** Reads `[internal] load metadata for docker.io/library/alpine:3`. */
function baseIn(name: string): string | undefined {
	return /^\[internal\] load metadata for (\S+)$/.exec(name)?.[1]
}
