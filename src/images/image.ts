import { compareNames } from '../engine/naturalOrder.ts'
import type { ImageRecord } from '../engine/records.ts'

/** An image under one of its names. */
export interface NamedImage {
	/** `alice/app:1.2`, or `alice/app@sha256:…` where it has only a digest. */
	readonly reference: string
	readonly image: ImageRecord
}

/** Names of an image, as the engine writes them: its tags, or its digests where it has no tag. */
export function referencesOf(image: ImageRecord): readonly string[] {
	return image.tags.length > 0 ? image.tags : image.digests
}

/** The name before tag or digest. */
export function repositoryOf(reference: string): string {
	return reference.slice(0, reference.length - suffixOf(reference).length)
}

/** `:1.2` or `@sha256:…`. */
function suffixOf(reference: string): string {
	return /(?:@.*|:[^/:@]*)$/.exec(reference)?.[0] ?? ''
}

/** Tag or digest, without what stands before it. */
export function tagOf(reference: string): string {
	return suffixOf(reference).slice(1)
}

/** Nothing names it: what a rebuilt or moved tag left behind. */
export function isDangling(image: ImageRecord): boolean {
	return referencesOf(image).length === 0
}

/**
 * What still deletes an image as it was seen: its names, or its id where it had none. What names another image by now, or
 * was given a name since, is left out.
 */
export function removable(seen: ImageRecord, now: ImageRecord | undefined): readonly string[] {
	if (!now) return []
	if (isDangling(seen)) return isDangling(now) ? [seen.id] : []
	const names = referencesOf(now)
	return referencesOf(seen).filter((name) => names.includes(name))
}

/** Images by repository, in the order in which people look for them; the newest tag first. */
export function byRepository(images: Iterable<ImageRecord>): ReadonlyMap<string, readonly NamedImage[]> {
	const repositories = new Map<string, NamedImage[]>()
	for (const image of images) {
		for (const reference of referencesOf(image)) {
			const repository = repositoryOf(reference)
			const named = repositories.get(repository)
			if (named) named.push({ reference, image })
			else repositories.set(repository, [{ reference, image }])
		}
	}
	for (const named of repositories.values()) {
		named.sort(
			(one, other) =>
				other.image.createdAt.getTime() - one.image.createdAt.getTime() || compareNames(one.reference, other.reference),
		)
	}
	return new Map([...repositories].sort(([one], [other]) => compareNames(one, other)))
}

/** The image that has a tag now; it loses it to the next one that gets it. */
export function holderOf(images: Iterable<ImageRecord>, tag: string): ImageRecord | undefined {
	return [...images].find(({ tags }) => tags.includes(tag))
}

/** The twelve digits that docker shows of an id. */
export function shortId(id: string): string {
	return id.replace(/^[^:]*:/, '').slice(0, 12)
}
