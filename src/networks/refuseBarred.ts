import * as vscode from 'vscode'
import type { ContainerRecord } from '../engine/records.ts'
import { Failure } from '../ui/failure.ts'
import { joinBar } from './network.ts'

/** Why a container can join no network, and what leads to one nevertheless; nothing where it can. */
function joinFailure(container: ContainerRecord): Failure | undefined {
	const { id, name } = container
	switch (joinBar(container)) {
		case 'host':
			return new Failure(
				vscode.l10n.t(
					'{0} uses the network of the host, so it can join no other. Create it anew with a network of its own.',
					name,
				),
			)
		case 'sandbox':
			return new Failure(
				vscode.l10n.t(
					'{0} uses the network of another container, so it can join none itself. Connect that container instead.',
					name,
				),
			)
		case 'none': {
			const disconnect = () => vscode.commands.executeCommand('longshore.networks.disconnect', { containerId: id })
			return new Failure(
				vscode.l10n.t('{0} is on the network “none”, so it can join no other. Disconnect it from “none” first.', name),
				[{ title: vscode.l10n.t('Disconnect…'), run: disconnect }],
			)
		}
		case undefined:
			return undefined
	}
}

/** @throws {Failure} where one of them can join no network. */
export function refuseBarred(containers: readonly ContainerRecord[]): void {
	for (const container of containers) {
		const failure = joinFailure(container)
		if (failure) throw failure
	}
}
