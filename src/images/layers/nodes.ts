import { sortByName } from '../../engine/naturalOrder.ts'
import type { ContainerRecord, ImageRecord } from '../../engine/records.ts'
import { digestNode, fileNode, layerNode, userNode, type FileNode, type ImageNode, type LayerNode } from '../node.ts'
import { layersByConfig, type ImageDetails } from './history.ts'
import type { OpenedImage } from './operations.ts'

/** What stands below an image: who uses it, what registries know it by, and what it was made by. */
export function partsOf(
	node: ImageNode,
	image: ImageRecord,
	users: readonly ContainerRecord[],
	{ history }: ImageDetails,
): readonly ImageNode[] {
	return [
		...users.map(({ id }) => userNode(node, id)),
		// An image without a tag stands there under its digest already.
		...(image.tags.length > 0 ? image.digests.map((digest) => digestNode(node, digest)) : []),
		...history.map((_, index) => layerNode(node, image.id, index)),
	]
}

/** What a layer says about the paths of one folder; folders first. */
export function filesIn(
	node: LayerNode | FileNode,
	image: OpenedImage,
	{ history }: ImageDetails,
): readonly FileNode[] {
	const number =
		node.kind === 'file'
			? node.layer
			: (layersByConfig(image.config, history.length) ?? history.map(({ layer }) => layer))[node.index]
	if (number === undefined) return []
	const entries = image.layers[number]?.list(node.kind === 'file' ? node.entry.path : '') ?? []
	return sortByName(
		entries.map((entry) => fileNode(node, number, entry)),
		({ entry }) => entry.path,
		({ entry }) => entry.kind !== 'folder',
	)
}
