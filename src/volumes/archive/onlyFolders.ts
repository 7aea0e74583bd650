import type { Facts } from './fact.ts'

/**
 * Folders that hold everything, outermost first: each of them but the last holds nothing but the next. `docker run … tar`
 * writes the whole way to a mount: `var/lib/postgresql/data`.
 */
export function onlyFolders(facts: Facts): readonly string[] {
	// The archive's own root is an entry: its content is the volume's.
	if (facts.has('')) return []
	const folders: string[] = []
	let next = onlyFolderIn(facts, '')
	while (next !== undefined) {
		folders.push(next)
		next = onlyFolderIn(facts, `${next}/`)
	}
	return folders
}

/** @param prefix That of all paths, but for those of the folders on the way. */
function onlyFolderIn(facts: Facts, prefix: string): string | undefined {
	let only: string | undefined
	for (const path of facts.keys()) {
		if (path.length < prefix.length) continue
		const end = path.indexOf('/', prefix.length)
		const step = end < 0 ? path : path.slice(0, end)
		if (only !== undefined && step !== only) return undefined
		only = step
	}
	return only !== undefined && (facts.get(only)?.startsWith('directory\0') ?? true) ? only : undefined
}
