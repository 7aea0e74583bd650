/** What one layer says about one path. */
export interface LayerEntry {
	/** Without a slash before or after: `etc/passwd`. */
	readonly path: string
	readonly kind: 'file' | 'folder' | 'link' | 'other' | 'deleted'
	/** Bytes. */
	readonly size: number
	/** Permission bits, `0o755`. */
	readonly mode: number
	readonly uid: number
	readonly gid: number
	/** ms since 1970. */
	readonly modified: number
	/** Where a symbolic link leads. */
	readonly target: string | undefined
	/** SHA-256 of a file's content. */
	readonly hash: string | undefined
	/** Where the content stands in the spool. */
	readonly offset: number | undefined
}

const whiteout = '.wh.'
const opaque = '.wh..wh..opq'

/** The folder that a path lies in; empty for the root. */
export function folderOf(path: string): string {
	return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

export function nameOf(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1)
}

/** A path of a tar, as it is known here: `./etc/passwd/` is `etc/passwd`. */
export function normalized(path: string): string {
	return path
		.split('/')
		.filter((part) => part !== '' && part !== '.')
		.join('/')
}

/**
 * What one layer adds, changes and deletes. Whiteouts (OCI Image Specification, "Layer Filesystem Changeset") are
 * entries of their own kind under the name that they delete.
 */
export class LayerIndex {
	readonly #entries = new Map<string, LayerEntry>()
	readonly #children = new Map<string, Set<string>>()
	readonly #opaque = new Set<string>()

	get size(): number {
		return this.#entries.size
	}

	/** Folders of which nothing from the layers below is left. */
	get opaqueFolders(): ReadonlySet<string> {
		return this.#opaque
	}

	/** Takes up an entry of the layer's tar, under the path that stands there. */
	add(entry: LayerEntry): void {
		const path = normalized(entry.path)
		if (path === '') return
		const name = nameOf(path)
		const folder = folderOf(path)
		if (name === opaque) this.#opaque.add(folder)
		else if (name.startsWith(whiteout)) {
			const deleted = [folder, name.slice(whiteout.length)].filter(Boolean).join('/')
			this.#put({ ...entry, path: deleted, kind: 'deleted', size: 0, hash: undefined, offset: undefined })
		} else this.#put({ ...entry, path })
	}

	get(path: string): LayerEntry | undefined {
		return this.#entries.get(path)
	}

	/** What lies in a folder; those folders too that the tar only names in the paths of others. */
	list(folder: string): readonly LayerEntry[] {
		return [...(this.#children.get(folder) ?? [])].flatMap((path) => this.#entries.get(path) ?? [])
	}

	entries(): Iterable<LayerEntry> {
		return this.#entries.values()
	}

	#put(entry: LayerEntry): void {
		this.#entries.set(entry.path, entry)
		let { path } = entry
		while (path !== '') {
			const folder = folderOf(path)
			const children = this.#children.get(folder)
			if (children) children.add(path)
			else this.#children.set(folder, new Set([path]))
			if (folder !== '' && !this.#entries.has(folder)) this.#entries.set(folder, implied(folder, entry))
			else if (children) return
			path = folder
		}
	}
}

/** A folder that the tar doesn't list. It is there already in a layer below, and isn't changed. */
function implied(path: string, { modified }: LayerEntry): LayerEntry {
	return { ...emptyFolder, path, modified }
}

const emptyFolder = {
	kind: 'folder',
	size: 0,
	mode: -1,
	uid: 0,
	gid: 0,
	target: undefined,
	hash: undefined,
	offset: undefined,
} as const

/** The layer lists it only as a part of other paths. */
export function isImplied(entry: LayerEntry): boolean {
	return entry.mode === -1
}
