import type { Parts } from '../ui/parts.ts'
import type { NetworksView } from './view.ts'

/** What commands on networks need besides. */
export interface NetworkParts extends Parts {
	readonly view: NetworksView
}
