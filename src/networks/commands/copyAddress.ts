import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { addressesOf } from '../network.ts'
import type { NetworkNode } from '../node.ts'
import type { NetworkParts } from '../parts.ts'
import { chooseEndpoints } from './chooseEndpoints.ts'

/** Copies the addresses of the chosen endpoints, a line for each. */
export async function copyAddress(
	connected: Connected<NetworkParts>,
	node?: NetworkNode,
	nodes?: readonly NetworkNode[],
): Promise<void> {
	const endpoints = await chooseEndpoints(connected, node, nodes, vscode.l10n.t('Copy IP Address'))
	const addresses = endpoints.flatMap(({ endpoint }) => addressesOf(endpoint))
	if (addresses.length === 0) {
		throw new Failure(vscode.l10n.t('There is no address: a container has one only while it runs.'))
	}
	await vscode.env.clipboard.writeText(addresses.join('\n'))
}
