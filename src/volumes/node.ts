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
	return { kind: 'entry', id: `data/${volumeName}/`, volumeName, path: '/', entry: undefined }
}

export function entryNode(volumeName: string, folder: string, entry: Entry): EntryNode {
	const path = `${folder === '/' ? '' : folder}/${entry.name}`
	return { kind: 'entry', id: `data/${volumeName}${path}`, volumeName, path, entry }
}
