import { posix } from 'node:path'
import type { Entry } from './data/shell.ts'

interface OfVolume {
	readonly id: string
	readonly volumeName: string
}

/** What stands in the volumes view. */
export type VolumeNode = OfVolume &
	(
		| { readonly kind: 'volume' }
		/** A container that mounts it. */
		| { readonly kind: 'mount'; readonly containerId: string; readonly destination: string }
		/** A file or folder; the volume's own root has the path `/`. */
		| { readonly kind: 'entry'; readonly path: string; readonly entry: Entry | undefined }
	)

export type EntryNode = Extract<VolumeNode, { kind: 'entry' }>

export function volumeNode(volumeName: string): VolumeNode {
	return { kind: 'volume', id: volumeId(volumeName), volumeName }
}

export function volumeId(volumeName: string): string {
	return `volume/${volumeName}`
}

/** The volume's data as a whole. */
export function dataNode(volumeName: string): EntryNode {
	return { kind: 'entry', id: entryId(volumeName, '/'), volumeName, path: '/', entry: undefined }
}

export function entryNode(volumeName: string, folder: string, entry: Entry): EntryNode {
	const path = posix.join(folder, entry.name)
	// Names that are not UTF-8 may look the same.
	const id = entryId(volumeName, path) + (entry.undecodable === undefined ? '' : `/${entry.undecodable}`)
	return { kind: 'entry', id, volumeName, path, entry }
}

export function entryId(volumeName: string, path: string): string {
	return `data/${volumeName}${path}`
}

/** A folder of a volume's data that can be looked into. */
export function isFolder({ entry }: EntryNode): boolean {
	return entry === undefined || (entry.kind === 'folder' && entry.undecodable === undefined)
}

/** A folder of which no more is known than where it is. */
export function folderNode(volumeName: string, path: string): EntryNode {
	if (path === '/') return dataNode(volumeName)
	const facts = { isLink: false, size: 0, modified: 0, changed: 0, mode: 0, owner: 0, group: 0 }
	const entry: Entry = { name: posix.basename(path), undecodable: undefined, kind: 'folder', ...facts }
	return entryNode(volumeName, posix.dirname(path), entry)
}
