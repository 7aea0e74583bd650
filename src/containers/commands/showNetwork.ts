import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import type { ContainersNode } from '../node.ts'
import type { ContainerParts } from '../parts.ts'
import { chooseEndpoint } from './choosePlaces.ts'

/** Selects the network of an endpoint in the networks view. */
export async function showNetwork(connected: Connected<ContainerParts>, node?: ContainersNode): Promise<void> {
	const { inventory, revealNetwork } = connected
	const { networkId, networkName } = await chooseEndpoint(connected, node, vscode.l10n.t('Show Network'))
	await inventory.loaded('networks')
	// A container that was never started knows only the name.
	const network =
		inventory.networks.get(networkId) ?? [...inventory.networks.values()].find(({ name }) => name === networkName)
	if (!network) throw new Failure(vscode.l10n.t('There is no network “{0}” any more.', networkName))
	await revealNetwork(network.id)
}
