/** Whether one of the names, in which `*` stands for any characters, is a volume's; for many volumes. */
export function covering(patterns: readonly string[]): (volumeName: string) => boolean {
	const expressions = patterns.map(expressionOf)
	return (volumeName) => expressions.some((expression) => expression.test(volumeName))
}

/**
 * The patterns without those that cover a volume. What these cover besides stays covered, by name.
 *
 * @param volumeNames All volumes that there are.
 */
export function without(
	volumeName: string,
	patterns: readonly string[],
	volumeNames: Iterable<string>,
): { readonly patterns: readonly string[]; readonly named: readonly string[]; readonly replaced: readonly string[] } {
	const kept = patterns.filter((pattern) => !covering([pattern])(volumeName))
	const replaced = patterns.filter((pattern) => covering([pattern])(volumeName) && pattern !== volumeName)
	const [wasCovered, isCovered] = [covering(replaced), covering(kept)]
	const named = [...volumeNames].filter((name) => name !== volumeName && wasCovered(name) && !isCovered(name))
	return { patterns: [...kept, ...named], named, replaced }
}

function expressionOf(pattern: string): RegExp {
	const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
	return new RegExp(`^${parts.join('.*')}$`)
}
