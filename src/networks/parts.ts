import type { Parts } from '../ui/parts.ts'
import type { IsolationMarkers } from './isolation/markers.ts'
import type { KnownModel } from './knownModel.ts'
import type { ReachReports } from './reachReports.ts'
import type { TopologyTab } from './topology/panel.ts'
import type { NetworksView } from './view.ts'

/** What commands on networks need besides. */
export interface NetworkParts extends Parts {
	readonly view: NetworksView
	readonly model: KnownModel
	readonly reports: ReachReports
	readonly isolation: () => Promise<IsolationMarkers>
	/** Selects a container in the view of containers; the keyboard stays where it is. */
	readonly revealContainer: (containerId: string) => Promise<void>
	readonly topology: () => Promise<TopologyTab>
}
