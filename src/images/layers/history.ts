import * as v from 'valibot'
import { decode } from '../../engine/decode.ts'
import { orUndefined, text } from '../../engine/wire.ts'

/** One instruction that an image was made by. */
export interface HistoryEntry {
	/** As in a Dockerfile: `RUN npm ci`. */
	readonly instruction: string
	/** `RUN`; empty where it isn't known. */
	readonly keyword: string
	/** Bytes that it added. */
	readonly size: number
	readonly createdAt: Date
	readonly comment: string | undefined
	/** Number of the layer that it made, from 0; undefined where it made none. */
	readonly layer: number | undefined
}

/** What doesn't change while an image exists. */
export interface ImageDetails {
	/** `linux/arm64/v8` */
	readonly platform: string
	/** How many layers it has. */
	readonly layers: number
	/** The first instruction first. */
	readonly history: readonly HistoryEntry[]
}

const inspectSchema = v.object({
	Os: text,
	Architecture: text,
	Variant: text,
	RootFS: v.nullish(v.object({ Layers: v.nullish(v.array(v.string()), []) }), { Layers: [] }),
})

const historySchema = v.array(
	v.object({ CreatedBy: text, Created: v.nullish(v.number(), 0), Size: v.nullish(v.number(), 0), Comment: text }),
)

/** `GET /images/{name}/json` and `GET /images/{name}/history`, whose last instruction comes first. */
export function decodeDetails(inspected: unknown, history: unknown): ImageDetails {
	const { Os, Architecture, Variant, RootFS } = decode(inspectSchema, inspected)
	const layers = RootFS.Layers.length
	const entries = decode(historySchema, history)
		.toReversed()
		.map(({ CreatedBy, Created, Size, Comment }) => {
			const instruction = instructionOf(CreatedBy)
			return {
				instruction,
				keyword: /^[A-Z]+(?= |$)/.exec(instruction)?.[0] ?? '',
				size: Size,
				createdAt: new Date(Created * 1000),
				comment: orUndefined(Comment),
			}
		})
	const numbers = layersOf(entries, layers)
	return {
		platform: [Os, Architecture, Variant].filter(Boolean).join('/'),
		layers,
		history: entries.map((entry, index) => ({ ...entry, layer: numbers[index] })),
	}
}

/**
 * An instruction as one would write it. The classic builder writes `/bin/sh -c #(nop)  CMD ["sh"]` and
 * `/bin/sh -c npm ci`, BuildKit `RUN /bin/sh -c npm ci # buildkit`; build arguments stand before as `|1 A=b`.
 */
export function instructionOf(createdBy: string): string {
	const plain = createdBy
		.trim()
		.replace(/ # buildkit$/, '')
		.replace(/^(RUN )?\|\d+ .*?(?=\/bin\/sh -c )/s, '$1')
	const nop = /^(?:\/bin\/sh -c |cmd \/S \/C )?#\(nop\)\s*(.*)$/s.exec(plain)?.[1]
	if (nop !== undefined) return nop
	const run = /^(?:RUN )?(?:\/bin\/sh -c |cmd \/S \/C )(.*)$/s.exec(plain)?.[1]
	return run === undefined ? plain : `RUN ${run}`
}

/** Instructions that change the configuration only. */
const withoutLayer =
	/^(?:ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME)$/

/**
 * Which layer each instruction made. The history doesn't say which made none; what adds bytes did, and of the others
 * those that can.
 */
function layersOf(
	history: readonly { readonly keyword: string; readonly size: number }[],
	layers: number,
): readonly (number | undefined)[] {
	const rank = ({ keyword, size }: { readonly keyword: string; readonly size: number }) => {
		if (size > 0) return 0
		// `WORKDIR` makes a layer only where the folder wasn't there.
		if (keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD') return 1
		if (keyword === 'WORKDIR') return 2
		return withoutLayer.test(keyword) ? 4 : 3
	}
	const makers = history
		.map((entry, index) => ({ index, rank: rank(entry) }))
		.sort((one, other) => one.rank - other.rank || one.index - other.index)
		.slice(0, layers)
		.map(({ index }) => index)
		.sort((one, other) => one - other)
	return history.map((_, index) => {
		const layer = makers.indexOf(index)
		return layer === -1 ? undefined : layer
	})
}

const configSchema = v.object({
	history: v.nullish(v.array(v.object({ empty_layer: v.nullish(v.boolean(), false) })), []),
})

/**
 * The same, as the image's own configuration says it for certain; it is known once the archive was read.
 *
 * @returns For each instruction the number of its layer; nothing where the configuration has no such list.
 */
export function layersByConfig(config: unknown, instructions: number): readonly (number | undefined)[] | undefined {
	const parsed = v.safeParse(configSchema, config)
	if (!parsed.success || parsed.output.history.length !== instructions) return undefined
	let layer = 0
	return parsed.output.history.map(({ empty_layer }) => (empty_layer ? undefined : layer++))
}
