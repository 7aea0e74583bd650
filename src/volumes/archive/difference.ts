import { decodeFact, type Fact, type Facts } from './fact.ts'

/** What became of a path between one state and another. */
export interface Difference {
	/** Bytes as latin1; empty for the root. */
	readonly path: string
	readonly kind: 'added' | 'removed' | 'content' | 'attributes'
	/** What differs, where both have it. */
	readonly aspects: readonly Aspect[]
	readonly before: Fact | undefined
	readonly after: Fact | undefined
}

/** `content` includes a file's size, a link's target, and what kind of thing it is. */
export type Aspect = 'content' | 'mode' | 'owner' | 'time' | 'links' | 'extended'

/** What differs between two states, by path. */
export function differences(before: Facts, after: Facts): readonly Difference[] {
	const found: Difference[] = []
	for (const [path, text] of before) {
		const other = after.get(path)
		if (other === text) continue
		const fact = decodeFact(text)
		if (other === undefined) found.push({ path, kind: 'removed', aspects: [], before: fact, after: undefined })
		else {
			const otherFact = decodeFact(other)
			const aspects = aspectsOf(fact, otherFact)
			const kind = aspects.includes('content') ? 'content' : 'attributes'
			found.push({ path, kind, aspects, before: fact, after: otherFact })
		}
	}
	for (const [path, text] of after) {
		if (before.has(path)) continue
		found.push({ path, kind: 'added', aspects: [], before: undefined, after: decodeFact(text) })
	}
	return found.sort((one, other) => (one.path < other.path ? -1 : 1))
}

function aspectsOf(one: Fact, other: Fact): readonly Aspect[] {
	const content = (fact: Fact) => [fact.type, fact.size, fact.digest, fact.device, fact.target].join('\0')
	const differing: readonly (readonly [Aspect, boolean])[] = [
		['content', content(one) !== content(other)],
		['mode', one.mode !== other.mode],
		['owner', one.uid !== other.uid || one.gid !== other.gid],
		['time', one.modified !== other.modified],
		['links', one.firstName !== other.firstName],
		['extended', one.attributes !== other.attributes],
	]
	return differing.flatMap(([aspect, differs]) => (differs ? [aspect] : []))
}

/** Folders that an archive has no entry for, but that it has entries in. */
export function impliedFolders(facts: Facts): ReadonlySet<string> {
	const implied = new Set<string>()
	for (const path of facts.keys()) {
		for (let at = path.lastIndexOf('/'); at !== -1; at = path.lastIndexOf('/', at - 1)) {
			const folder = path.slice(0, at)
			if (implied.has(folder) || facts.has(folder)) break
			implied.add(folder)
		}
	}
	if (!facts.has('')) implied.add('')
	return implied
}
