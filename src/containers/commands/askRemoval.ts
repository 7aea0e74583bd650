import * as vscode from 'vscode'
import type { Engine } from '../../engine/engine.ts'
import type { ContainerRecord } from '../../engine/records.ts'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { stateText } from '../../ui/containerState.ts'
import { formatBytes } from '../../ui/format.ts'
import { writtenSizes } from '../operations.ts'

/** A question does not wait longer for the amounts in it; ms. */
const patience = 1_500

/** How much containers wrote outside of volumes, by id, as far as the engine says so in time. */
export function amountsInTime(
	engine: Engine,
	containers: readonly ContainerRecord[],
): Promise<ReadonlyMap<string, number>> {
	if (containers.length === 0) return Promise.resolve(new Map())
	const ids = containers.map(({ id }) => id)
	// Without the amounts the question is still true.
	return writtenSizes(engine, ids, AbortSignal.timeout(patience)).catch(() => new Map<string, number>())
}

/** What goes with a container, in a few words. */
export function amountWords(bytes: number | undefined): string {
	if (bytes === undefined) return ''
	return bytes === 0
		? vscode.l10n.t('wrote nothing outside of volumes')
		: vscode.l10n.t('wrote {0} outside of volumes', formatBytes(bytes))
}

/** A line for each container that is to be removed, with what is lost with it. */
export function removalLines(containers: readonly ContainerRecord[], amounts: ReadonlyMap<string, number>): string {
	const lines = containers.map(({ id, name, state }) => {
		const words = amountWords(amounts.get(id))
		const line = vscode.l10n.t('• {0} ({1})', name, stateText(state))
		return words === '' ? line : `${line}: ${words}`
	})
	return lines.join('\n')
}

/** Asks once before containers are removed, and says what is lost with each. */
export function confirmRemoval(
	containers: readonly ContainerRecord[],
	amounts: ReadonlyMap<string, number>,
): Promise<boolean> {
	return confirmDestruction({
		message:
			containers.length === 1
				? vscode.l10n.t('Remove container “{0}”?', containers[0]?.name ?? '')
				: vscode.l10n.t('Remove {0} containers?', containers.length),
		detail: [
			removalLines(containers, amounts),
			vscode.l10n.t('What was written outside of volumes is lost. What runs is killed. Volumes stay.'),
		].join('\n\n'),
		action: vscode.l10n.t('Remove'),
	})
}
