import type { ImageRecord } from '../../engine/records.ts'
import type { Remote } from '../../registries/remote.ts'
import { isReferenceError, parseReference, type Reference } from '../reference.ts'

/** Repositories of a registry that local images are named after. */
export function repositoriesAt(registry: string, images: Iterable<ImageRecord>): readonly string[] {
	const references = [...images].flatMap(({ tags }) => tags.flatMap((tag) => parsed(tag) ?? []))
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
