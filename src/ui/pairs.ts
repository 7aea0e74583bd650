/**
 * Reads `key=value` pairs separated by spaces; a value with spaces stands in double quotes: `type=nfs o="addr=a, rw"`.
 *
 * @returns The pairs, or the part that can't be read.
 */
export function parsePairs(
	text: string,
): { readonly pairs: Readonly<Record<string, string>> } | { readonly wrong: string } {
	const pairs: Record<string, string> = {}
	for (const [part] of text.matchAll(/(?:"[^"]*"|[^\s"])+|"/g)) {
		const plain = part.replaceAll(/"([^"]*)"/g, '$1')
		const at = plain.indexOf('=')
		if (at === 0 || plain.includes('"')) return { wrong: part }
		// A label needs no value: `keep` says as much as `keep=`.
		const key = at === -1 ? plain : plain.slice(0, at)
		pairs[key] = at === -1 ? '' : plain.slice(at + 1)
	}
	return { pairs }
}

/** Writes pairs so that {@link parsePairs} reads them again. */
export function formatPairs(pairs: Readonly<Record<string, string>>): string {
	return Object.entries(pairs)
		.map(([key, value]) => `${key}=${/\s/.test(value) ? `"${value}"` : value}`)
		.join(' ')
}
