import * as vscode from 'vscode'
import { byName } from '../../containers/container.ts'
import type { NetworkRecord } from '../../engine/records.ts'
import { stateText } from '../../ui/containerState.ts'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickMany } from '../../ui/pick.ts'
import { refuseBarred } from '../refuseBarred.ts'
import { isJoinable, joinBar } from '../network.ts'
import type { NetworkNode } from '../node.ts'
import type { NetworkParts } from '../parts.ts'
import { chooseNetwork } from './chooseNetworks.ts'
import type { Joining } from './endpointForm.ts'
import { join } from './join.ts'

/**
 * Joins containers to a network: which, under which other names, with which addresses.
 *
 * @param containerIds Those that were dropped onto it.
 */
export async function connectContainer(
	connected: Connected<NetworkParts>,
	node?: NetworkNode,
	_nodes?: readonly NetworkNode[],
	containerIds?: readonly string[],
): Promise<void> {
	const title = vscode.l10n.t('Connect Container')
	const network = await chooseNetwork(connected, node, title, isJoinable)
	if (!isJoinable(network)) {
		throw new Failure(vscode.l10n.t('A running container cannot join or leave “{0}”.', network.name))
	}
	await join(connected, title, await chosen(connected, title, network, containerIds))
}

async function chosen(
	{ inventory, view }: Connected<NetworkParts>,
	title: string,
	network: NetworkRecord,
	containerIds: readonly string[] | undefined,
): Promise<readonly Joining[]> {
	const members = new Set(view.usersOf(network).map(({ id }) => id))
	if (containerIds) {
		const dropped = containerIds.flatMap((id) => inventory.containers.get(id) ?? [])
		const candidates = dropped.filter(({ id }) => !members.has(id))
		refuseBarred(candidates)
		if (candidates.length > 0) return candidates.map((container) => ({ network, container }))
		const names = dropped.map(({ name }) => name).join(', ')
		throw new Failure(vscode.l10n.t('“{0}” connects {1} already.', network.name, names))
	}
	const candidates = [...inventory.containers.values()]
		.filter((container) => !members.has(container.id) && joinBar(container) === undefined)
		.sort(byName)
	const containers = await pickMany({
		title,
		prompt: vscode.l10n.t('Which containers shall join “{0}”?', network.name),
		none: vscode.l10n.t('There is no further container that could join “{0}”.', network.name),
		choices: candidates.map((container) => ({
			label: container.name,
			description: stateText(container.state),
			detail: container.endpoints.map(({ networkName }) => networkName).join(', '),
			value: container,
		})),
	})
	return containers.map((container) => ({ network, container }))
}
