import type { Connected } from '../../ui/parts.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { deleteEntries } from './deleteEntries.ts'
import { removeVolumes } from './removeVolumes.ts'

// VS Code chooses a key's command by what it was told last to be selected, which may be a moment old.

/** Removes volumes; where the key came upon files and folders, those. */
export function removeSelectedVolumes(
	connected: Connected<VolumeParts>,
	node?: VolumeNode,
	nodes?: readonly VolumeNode[],
): Promise<void> {
	return node?.kind === 'entry' ? deleteEntries(connected, node, nodes) : removeVolumes(connected, node, nodes)
}

/** Deletes files and folders; where the key came upon volumes, those. */
export function deleteSelectedEntries(
	connected: Connected<VolumeParts>,
	node?: VolumeNode,
	nodes?: readonly VolumeNode[],
): Promise<void> {
	return node?.kind === 'volume' ? removeVolumes(connected, node, nodes) : deleteEntries(connected, node, nodes)
}
