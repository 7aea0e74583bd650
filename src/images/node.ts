/** What stands in the images view. */
export type ImageNode = { readonly id: string } & (
	| { readonly kind: 'repository'; readonly repository: string }
	/** An image under one of its names. */
	| { readonly kind: 'tag'; readonly reference: string; readonly imageId: string }
	| { readonly kind: 'danglingGroup' }
	| { readonly kind: 'dangling'; readonly imageId: string }
)

export function repositoryNode(repository: string): ImageNode {
	return { kind: 'repository', id: repositoryId(repository), repository }
}

export function repositoryId(repository: string): string {
	return `repository/${repository}`
}

export function tagNode(reference: string, imageId: string): ImageNode {
	return { kind: 'tag', id: tagId(reference, imageId), reference, imageId }
}

// A tag that moves to another image is another thing.
export function tagId(reference: string, imageId: string): string {
	return `tag/${reference} ${imageId}`
}

export const danglingGroup: ImageNode = { kind: 'danglingGroup', id: 'dangling' }

export function danglingNode(imageId: string): ImageNode {
	return { kind: 'dangling', id: `dangling/${imageId}`, imageId }
}
