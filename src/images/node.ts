import type { LayerEntry } from './layers/layerIndex.ts'

/** What stands in the images view. Only what stands for an image itself has its `imageId`. */
export type ImageNode = { readonly id: string } & (
	| { readonly kind: 'repository'; readonly repository: string }
	/** An image under one of its names. */
	| { readonly kind: 'tag'; readonly reference: string; readonly imageId: string }
	| { readonly kind: 'danglingGroup' }
	| { readonly kind: 'dangling'; readonly imageId: string }
	/** A container that was made from the image. */
	| { readonly kind: 'user'; readonly containerId: string; readonly parent: ImageNode }
	/** What a registry knows it by, `repository@sha256:…`. */
	| { readonly kind: 'digest'; readonly digest: string; readonly parent: ImageNode }
	| LayerNode
	| FileNode
)

/** An instruction of the image's history; its files, if it made a layer. */
export interface LayerNode {
	readonly kind: 'layer'
	readonly id: string
	readonly ofImage: string
	/** In the history, from 0. */
	readonly index: number
	readonly parent: ImageNode
}

/** A file or folder of a layer. */
export interface FileNode {
	readonly kind: 'file'
	readonly id: string
	readonly ofImage: string
	/** From 0, the lowest. */
	readonly layer: number
	readonly entry: LayerEntry
	readonly parent: ImageNode
}

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

export function userNode(parent: ImageNode, containerId: string): ImageNode {
	return { kind: 'user', id: `${parent.id}/user/${containerId}`, containerId, parent }
}

export function digestNode(parent: ImageNode, digest: string): ImageNode {
	return { kind: 'digest', id: `${parent.id}/${digest}`, digest, parent }
}

export function layerNode(parent: ImageNode, ofImage: string, index: number): LayerNode {
	return { kind: 'layer', id: `${parent.id}/layer/${index}`, ofImage, index, parent }
}

export function fileNode(parent: LayerNode | FileNode, layer: number, entry: LayerEntry): FileNode {
	const above = parent.kind === 'file' ? parent.id.slice(0, -parent.entry.path.length) : `${parent.id}/`
	return { kind: 'file', id: above + entry.path, ofImage: parent.ofImage, layer, entry, parent }
}
