import type { Account } from '../registries/account.ts'
import { isOwn, type Reference } from './reference.ts'

/** Who pulls from a registry: whose own images are named, else the first who is signed in there. */
export function pullingAccount(
	accounts: readonly Account[],
	registry: string,
	images: readonly Reference[],
): Account | undefined {
	const there = accounts.filter((account) => account.registry === registry)
	const wanted = images.filter(({ domain }) => domain === registry)
	return there.find((account) => wanted.some((image) => isOwn(image, account))) ?? there[0]
}
