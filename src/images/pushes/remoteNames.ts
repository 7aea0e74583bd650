import type { Inventory } from '../../engine/inventory.ts'
import type { Remote } from '../../registries/remote.ts'
import { isReferenceError, parseReference, type Reference } from '../reference.ts'

/** Repositories of a registry that local images are named after; none where no engine lists any. */
export async function repositoriesAt(registry: string, inventory: Inventory): Promise<readonly string[]> {
	await inventory.loaded('images').catch(() => undefined)
	const references = [...inventory.images.values()].flatMap(({ tags }) => tags.flatMap((tag) => parsed(tag) ?? []))
	return [...new Set(references.filter(({ domain }) => domain === registry).map(({ path }) => path))].sort()
}

/** A repository was pushed to: what was known of it is old. */
export function forgetRemote(remote: Remote, name: string): void {
	const reference = parsed(name)
	if (reference) remote.forgetRepository(reference.domain, reference.path)
}

function parsed(text: string): Reference | undefined {
	const reference = parseReference(text)
	return isReferenceError(reference) ? undefined : reference
}
