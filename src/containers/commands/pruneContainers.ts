import * as vscode from 'vscode'
import { stateText } from '../../ui/containerState.ts'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickMany } from '../../ui/pick.ts'
import { byName, isActive } from '../container.ts'
import { removeContainer } from '../operations.ts'
import { amountsInTime, amountWords, confirmRemoval } from './askRemoval.ts'

/** Removes containers that do not run: exactly those that the person saw and left ticked, with what each would lose. */
export async function pruneContainers({ engine, inventory }: Connected): Promise<void> {
	await inventory.loaded('containers')
	const stopped = [...inventory.containers.values()].filter((container) => !isActive(container)).sort(byName)
	const amounts = await amountsInTime(engine, stopped)
	const chosen = await pickMany(
		{
			title: vscode.l10n.t('Prune Stopped Containers'),
			prompt: vscode.l10n.t('Those that are ticked go. Ticked are those that wrote nothing outside of volumes.'),
			none: vscode.l10n.t('No container is stopped.'),
			choices: stopped.map((container) => ({
				label: container.name,
				description: [stateText(container.state), amountWords(amounts.get(container.id))].filter(Boolean).join(' · '),
				detail: container.image,
				value: container,
			})),
		},
		({ id }) => amounts.get(id) === 0,
	)
	if (!(await confirmRemoval(chosen, amounts))) throw new Cancelled()
	for (const container of chosen) {
		// Started by someone else meanwhile: it stays.
		const now = inventory.containers.get(container.id)
		if (now && !isActive(now)) await removeContainer(engine, now)
	}
}
