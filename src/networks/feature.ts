import * as vscode from 'vscode'
import { once } from '../engine/once.ts'
import type { Feature, Own } from '../ui/feature.ts'
import type { Parts } from '../ui/parts.ts'
import { explainInspectedNetworks } from './inspectHover.ts'
import { KnownModel } from './knownModel.ts'
import { networkNode } from './node.ts'
import type { NetworkParts } from './parts.ts'
import { ReachReports } from './reachReports.ts'
import { viewType } from './topology/viewType.ts'
import { NetworksView } from './view.ts'

/** Networks, who reaches whom over them, and the picture of it. */
export function networksFeature(
	parts: Parts,
	extension: vscode.Uri,
	{ revealContainer }: Pick<NetworkParts, 'revealContainer'>,
	own: Own,
) {
	const view = own(new NetworksView(parts))
	const model = own(new KnownModel(parts))
	const reports = own(new ReachReports(model))
	const isolation = once(async () => {
		const { IsolationMarkers } = await import('./isolation/markers.ts')
		return own(new IsolationMarkers({ ...parts, model }))
	})
	const networkParts = { ...parts, view, model, reports, isolation, revealContainer }
	const topology = once(async () => {
		const { TopologyTab } = await import('./topology/panel.ts')
		return own(new TopologyTab(networkParts, extension))
	})
	own(
		vscode.window.registerWebviewPanelSerializer(viewType, {
			deserializeWebviewPanel: async (panel) => (await topology()).open(panel),
		}),
	)
	own(explainInspectedNetworks())
	// Isolation files are held against what is so without anybody's asking; whoever waits for a view goes first.
	setImmediate(() => void isolation())
	return {
		commands: {
			networks: async () => (await import('./commands/table.ts')).networkCommands({ ...networkParts, topology }),
		},
		views: { 'longshore.networks': view },
		reveal: (networkId: string) => view.reveal(networkNode(networkId)),
	} satisfies Feature & Record<string, unknown>
}
