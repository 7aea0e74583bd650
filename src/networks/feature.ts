import type * as vscode from 'vscode'
import type { Feature, Own } from '../ui/feature.ts'
import type { Parts } from '../ui/parts.ts'
import { explainInspectedNetworks } from './inspectHover.ts'
import { IsolationMarkers } from './isolation/markers.ts'
import { KnownModel } from './knownModel.ts'
import { networkNode } from './node.ts'
import { ReachReports } from './reachReports.ts'
import { TopologyTab } from './topology/panel.ts'
import { NetworksView } from './view.ts'

/** Networks, who reaches whom over them, and the picture of it. */
export function networksFeature(parts: Parts, extension: vscode.Uri, own: Own) {
	const view = own(new NetworksView(parts))
	const model = own(new KnownModel(parts))
	const reports = own(new ReachReports(model))
	const isolation = own(new IsolationMarkers({ ...parts, model }))
	const networkParts = { ...parts, view, model, reports, isolation }
	const topology = own(new TopologyTab(networkParts, extension))
	own(explainInspectedNetworks())
	return {
		commands: {
			networks: async () => (await import('./commands/table.ts')).networkCommands({ ...networkParts, topology }),
		},
		views: { 'longshore.networks': view },
		reveal: (networkId: string) => view.reveal(networkNode(networkId)),
	} satisfies Feature & Record<string, unknown>
}
