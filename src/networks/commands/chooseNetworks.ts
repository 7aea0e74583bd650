import * as vscode from 'vscode'
import type { NetworkRecord } from '../../engine/records.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickMany, pickOne, selected } from '../../ui/pick.ts'
import { networkChoice } from '../items.ts'
import { inOrder } from '../network.ts'
import type { NetworkNode } from '../node.ts'
import type { NetworkParts } from '../parts.ts'

type Fits = (network: NetworkRecord) => boolean

export async function chooseNetwork(
	connected: Connected<NetworkParts>,
	node: NetworkNode | undefined,
	title: string,
	fits: Fits = () => true,
): Promise<NetworkRecord> {
	await connected.inventory.loaded('networks', 'containers')
	const network = node && connected.inventory.networks.get(node.networkId)
	return network ?? pickOne(question(connected, title, fits))
}

export async function chooseNetworks(
	connected: Connected<NetworkParts>,
	node: NetworkNode | undefined,
	nodes: readonly NetworkNode[] | undefined,
	title: string,
	fits: Fits = () => true,
): Promise<readonly NetworkRecord[]> {
	await connected.inventory.loaded('networks', 'containers')
	const ids = new Set(selected(node, nodes).flatMap((each) => (each.kind === 'network' ? each.networkId : [])))
	const networks = [...ids].flatMap((id) => connected.inventory.networks.get(id) ?? [])
	return networks.length > 0 ? networks : pickMany(question(connected, title, fits))
}

function question({ inventory, view }: Connected<NetworkParts>, title: string, fits: Fits) {
	return {
		title,
		prompt: vscode.l10n.t('Which network?'),
		none: vscode.l10n.t('There is no network for this.'),
		choices: inOrder(inventory.networks.values())
			.filter(fits)
			.map((network) => networkChoice(network, view.usersOf(network))),
	}
}
