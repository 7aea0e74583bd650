import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import type { NetworkNode } from '../node.ts'
import { inspectNetwork as inspect } from '../operations.ts'
import type { NetworkParts } from '../parts.ts'
import { chooseNetwork } from './chooseNetworks.ts'

/** Opens what the engine says about a network. */
export async function inspectNetwork(connected: Connected<NetworkParts>, node?: NetworkNode): Promise<void> {
	const { id, name } = await chooseNetwork(connected, node, vscode.l10n.t('Inspect Network'))
	await connected.inspectDocuments.show('network', name, await inspect(connected.engine, id))
}
