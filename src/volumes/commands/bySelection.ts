import type { Connected } from '../../ui/parts.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'

type OnNodes = (connected: Connected<VolumeParts>, node?: VolumeNode, nodes?: readonly VolumeNode[]) => Promise<void>

/**
 * A command, and what takes its place where its key came upon nodes of another kind: VS Code chooses a key's command by
 * what it was told last to be selected, which may be a moment old.
 */
export function bySelection(command: OnNodes, others: Partial<Record<VolumeNode['kind'], OnNodes>>): OnNodes {
	return (connected, node, nodes) => ((node && others[node.kind]) ?? command)(connected, node, nodes)
}
