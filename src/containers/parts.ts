import type { Parts } from '../ui/parts.ts'
import type { ContainerFiles } from './containerFiles.ts'
import type { ContainersView } from './view.ts'

/** What commands on containers need besides. */
export interface ContainerParts extends Parts {
	readonly view: ContainersView
	readonly containerFiles: ContainerFiles
	/** Selects a volume in the volumes view. */
	readonly revealVolume: (volumeName: string) => Promise<void>
	/** Selects a network in the networks view. */
	readonly revealNetwork: (networkId: string) => Promise<void>
}
