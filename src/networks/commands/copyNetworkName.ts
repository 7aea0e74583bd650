import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import type { NetworkNode } from '../node.ts'
import type { NetworkParts } from '../parts.ts'
import { chooseNetworks } from './chooseNetworks.ts'

/** Copies the names of the chosen networks, a line for each. */
export async function copyNetworkName(
	connected: Connected<NetworkParts>,
	node?: NetworkNode,
	nodes?: readonly NetworkNode[],
): Promise<void> {
	const networks = await chooseNetworks(connected, node, nodes, vscode.l10n.t('Copy Network Name'))
	await vscode.env.clipboard.writeText(networks.map((network) => network.name).join('\n'))
}
