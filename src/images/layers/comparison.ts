import { isImplied, type LayerEntry } from './layerIndex.ts'

export type Aspect = 'kind' | 'content' | 'target' | 'mode' | 'owner'

/** How one path differs between two images. */
export interface Difference {
	readonly path: string
	readonly change: 'added' | 'removed' | 'changed'
	/** What changed; empty for what was added or removed. */
	readonly aspects: readonly Aspect[]
	readonly before: LayerEntry | undefined
	readonly after: LayerEntry | undefined
}

type Files = ReadonlyMap<string, LayerEntry>

/** Compares the files of two images. Times are left out: they differ whenever an image is built again. */
export function compareFiles(before: Files, after: Files): readonly Difference[] {
	const differences: Difference[] = []
	for (const [path, entry] of before) {
		const other = after.get(path)
		if (!other) differences.push({ path, change: 'removed', aspects: [], before: entry, after: undefined })
		else {
			const aspects = aspectsOf(entry, other)
			if (aspects.length > 0) differences.push({ path, change: 'changed', aspects, before: entry, after: other })
		}
	}
	for (const [path, entry] of after) {
		if (!before.has(path)) differences.push({ path, change: 'added', aspects: [], before: undefined, after: entry })
	}
	return differences.sort((one, other) => (one.path < other.path ? -1 : 1))
}

function aspectsOf(before: LayerEntry, after: LayerEntry): readonly Aspect[] {
	if (before.kind !== after.kind) return ['kind']
	const aspects: Aspect[] = []
	if (before.hash !== after.hash || before.size !== after.size) aspects.push('content')
	if (before.target !== after.target) aspects.push('target')
	if (isImplied(before) || isImplied(after)) return aspects
	// Every symbolic link may be followed; its own bits mean nothing.
	if (before.kind !== 'link' && before.mode !== after.mode) aspects.push('mode')
	if (before.uid !== after.uid || before.gid !== after.gid) aspects.push('owner')
	return aspects
}

/** The lines of one image in a list of what differs, so that a diff editor shows both lists side by side. */
export function listing(differences: readonly Difference[], side: 'before' | 'after'): string {
	const lines = differences.flatMap((difference) => {
		const entry = difference[side]
		return entry ? [lineOf(entry)] : []
	})
	return lines.map((line) => `${line}\n`).join('')
}

function lineOf({ path, kind, mode, uid, gid, size, target, hash }: LayerEntry): string {
	const type = { file: '-', folder: 'd', link: 'l', other: '?', deleted: 'x' }[kind]
	const bits = mode < 0 ? '----' : mode.toString(8).padStart(4, '0')
	const content = [hash?.slice(0, 12), target === undefined ? undefined : `-> ${target}`].filter(Boolean).join(' ')
	return `/${path}  ${type}${bits} ${uid}:${gid} ${size} ${content}`.trimEnd()
}
