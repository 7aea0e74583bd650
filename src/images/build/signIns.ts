import type { Account } from '../../registries/account.ts'
import { namespaceOf, type Reference } from '../reference.ts'

/** Who pulls from a registry: whose own images the Dockerfile names, else the first who is signed in there. */
export function pullingAccount(
	accounts: readonly Account[],
	registry: string,
	images: readonly Reference[],
): Account | undefined {
	const there = accounts.filter((account) => account.registry === registry)
	const namespaces = new Set(images.filter(({ domain }) => domain === registry).map(namespaceOf))
	return there.find(({ userName }) => namespaces.has(userName)) ?? there[0]
}
