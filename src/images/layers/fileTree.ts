import { isImplied, nameOf, type LayerEntry, type LayerIndex } from './layerIndex.ts'

interface Node {
	entry: LayerEntry | undefined
	readonly children: Map<string, Node>
}

/**
 * The files of an image, as a container sees them: its layers on top of each other (OCI Image Specification, "Applying
 * Changesets").
 *
 * @param layers The lowest first.
 * @returns By path.
 */
export function filesOf(layers: readonly LayerIndex[]): ReadonlyMap<string, LayerEntry> {
	const root: Node = { entry: undefined, children: new Map() }
	for (const layer of layers) {
		// What a layer deletes is of the layers below; what it adds in the same place stays.
		for (const folder of layer.opaqueFolders) find(root, folder)?.children.clear()
		for (const entry of layer.entries()) {
			if (entry.kind === 'deleted') find(root, parentOf(entry.path))?.children.delete(nameOf(entry.path))
		}
		for (const entry of layer.entries()) if (entry.kind !== 'deleted') put(root, entry)
	}
	const files = new Map<string, LayerEntry>()
	collect(root, files)
	return files
}

function parentOf(path: string): string {
	return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function find(root: Node, path: string): Node | undefined {
	let node: Node | undefined = root
	for (const part of path === '' ? [] : path.split('/')) node = node?.children.get(part)
	return node
}

function put(root: Node, entry: LayerEntry): void {
	let node = root
	for (const part of entry.path.split('/')) {
		let child = node.children.get(part)
		if (!child) node.children.set(part, (child = { entry: undefined, children: new Map() }))
		node = child
	}
	if (isImplied(entry) && node.entry) return
	// A file in the place of a folder takes all that was in it away.
	if (entry.kind !== 'folder') node.children.clear()
	node.entry = entry
}

function collect(node: Node, files: Map<string, LayerEntry>): void {
	for (const child of node.children.values()) {
		if (child.entry) files.set(child.entry.path, child.entry)
		collect(child, files)
	}
}
