import { once } from './once.ts'

// The first one of a process takes some ms, which nobody shall wait for who has nothing to order.
const collator = once(() => new Intl.Collator(undefined, { numeric: true }))

/** Compares names as people order them: `web2` comes before `web10`. */
export function compareNames(one: string, other: string): number {
	return collator().compare(one, other)
}
