import { once } from './once.ts'

// The first one of a process takes some ms, which nobody shall wait for who has nothing to order.
const collator = once(() => new Intl.Collator(undefined, { numeric: true }))

/** Compares names as people order them: `web2` comes before `web10`. */
export function compareNames(one: string, other: string): number {
	return collator().compare(one, other)
}

/** Compares texts by their characters' codes: quick, and the same everywhere. */
export function compareCodes(one: string, other: string): number {
	return one < other ? -1 : one > other ? 1 : 0
}

/**
 * Things by name, in the order of {@link compareNames}.
 *
 * @param isLast Which of them come after all others.
 */
export function sortByName<T>(
	things: Iterable<T>,
	nameOf: (thing: T) => string,
	isLast: (thing: T) => boolean = () => false,
): T[] {
	const first: T[] = []
	const last: T[] = []
	for (const thing of things) (isLast(thing) ? last : first).push(thing)
	return [first, last].flatMap((part) => {
		// Comparing as people do is slow; what stands nearly in order already needs a tenth of it.
		part.sort((one, other) => compareCodes(nameOf(one), nameOf(other)))
		return part.sort((one, other) => compareNames(nameOf(one), nameOf(other)))
	})
}
