import * as vscode from 'vscode'
import type { ContainerNode } from '../../containers/commands/chooseContainers.ts'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { Cancelled, describe, Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { cutsOf, type Cut } from '../cut.ts'
import { addressesOf, endpointOf } from '../network.ts'
import type { NetworkNode } from '../node.ts'
import { disconnectContainer } from '../operations.ts'
import type { NetworkParts } from '../parts.ts'
import { chooseEndpoints } from './chooseEndpoints.ts'

/** Takes containers off networks after saying which connections that cuts. */
export async function disconnectContainers(
	connected: Connected<NetworkParts>,
	node?: NetworkNode | ContainerNode,
	nodes?: readonly (NetworkNode | ContainerNode)[],
): Promise<void> {
	const { engine, inventory } = connected
	const chosen = await chooseEndpoints(connected, node, nodes, vscode.l10n.t('Disconnect Container'))
	const cuts = cutsOf(chosen, [...inventory.containers.values()], [...inventory.networks.values()])
	const [first] = chosen
	const confirmed = await confirmDestruction({
		message:
			chosen.length === 1
				? vscode.l10n.t('Disconnect “{0}” from “{1}”?', first?.container.name ?? '', first?.network.name ?? '')
				: vscode.l10n.t('Cut {0} connections?', chosen.length),
		detail: cuts.map(consequence).join('\n'),
		action: vscode.l10n.t('Disconnect'),
	})
	if (!confirmed) throw new Cancelled()
	const refused: string[] = []
	for (const { network, container } of chosen) {
		try {
			await disconnectContainer(engine, network.id, container.id)
		} catch (error) {
			refused.push(vscode.l10n.t('{0} is still connected to “{1}”: {2}', container.name, network.name, describe(error)))
		}
	}
	if (refused.length > 0) throw new Failure(refused.join('\n'))
}

function consequence({ container, leaves, sandboxOf, unreachable, losesWayOut, isAlone }: Cut): string {
	const addresses = leaves.flatMap((network) => {
		const endpoint = endpointOf(container, network)
		return endpoint ? addressesOf(endpoint) : []
	})
	const place =
		sandboxOf === undefined
			? addresses.join(', ') || leaves.map(({ name }) => name).join(', ')
			: vscode.l10n.t('in the sandbox of {0}', sandboxOf)
	const who = `${container.name} (${place})`
	const ports = container.ports.flatMap(({ hostPort }) => hostPort ?? [])
	const lines = [
		unreachable.length > 0
			? vscode.l10n.t('• {0} can no longer reach {1}.', who, unreachable.map(({ name }) => name).join(', '))
			: vscode.l10n.t('• {0} loses no connection to another container.', who),
		...(losesWayOut ? [vscode.l10n.t('   It can no longer reach the outside.')] : []),
		...(losesWayOut && ports.length > 0
			? [vscode.l10n.t('   Nothing reaches its published ports any more: {0}.', [...new Set(ports)].join(', '))]
			: []),
		...(isAlone ? [vscode.l10n.t('   It is on no network then.')] : []),
	]
	return lines.join('\n')
}
