import * as vscode from 'vscode'
import { toEngineError } from '../../engine/errors.ts'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickMany } from '../../ui/pick.ts'
import { networkChoice } from '../items.ts'
import { inOrder, isBuiltIn } from '../network.ts'
import { removeNetwork } from '../operations.ts'
import type { NetworkParts } from '../parts.ts'

/** Removes networks that connect no container: exactly those that the person saw and left ticked. */
export async function pruneNetworks({ engine, inventory, view }: Connected<NetworkParts>): Promise<void> {
	await inventory.loaded('networks', 'containers')
	const unused = [...inventory.networks.values()].filter(
		(network) => !isBuiltIn(network) && view.usersOf(network).length === 0,
	)
	const chosen = await pickMany(
		{
			title: vscode.l10n.t('Prune Unused Networks'),
			prompt: vscode.l10n.t('Those that are ticked go.'),
			none: vscode.l10n.t('Every network is in use.'),
			choices: inOrder(unused).map((network) => networkChoice(network, [])),
		},
		() => true,
	)
	const confirmed = await confirmDestruction({
		message: vscode.l10n.t('Remove {0} unused networks?', chosen.length),
		detail: chosen.map(({ name }) => `• ${name}`).join('\n'),
		action: vscode.l10n.t('Remove'),
	})
	if (!confirmed) throw new Cancelled()
	const kept: string[] = []
	for (const { id, name } of chosen) {
		try {
			await removeNetwork(engine, id)
		} catch (error) {
			// Taken into use, or removed, by someone else in the meantime: the others go nevertheless.
			const { reason } = toEngineError(error)
			if (reason === 'inUse') kept.push(name)
			else if (reason !== 'notFound') throw error
		}
	}
	if (kept.length > 0) {
		void vscode.window.showWarningMessage(
			vscode.l10n.t('Kept, because a container is connected now: {0}', kept.join(', ')),
		)
	}
}
