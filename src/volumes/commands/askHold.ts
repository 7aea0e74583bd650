import * as vscode from 'vscode'
import type { ContainerRecord } from '../../engine/records.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickOne } from '../../ui/pick.ts'
import { mayWrite, type Hold } from '../archive/holdContainers.ts'
import type { VolumeParts } from '../parts.ts'

export interface Holding {
	readonly containers: readonly ContainerRecord[]
	readonly hold: Hold
}

/**
 * What shall become of the containers that may write to volumes while they are copied. Not asked where there are none.
 *
 * @throws {Cancelled} when the person leaves.
 */
export async function askHold(
	{ inventory }: Connected<VolumeParts>,
	volumeNames: readonly string[],
	title: string,
): Promise<Holding> {
	await inventory.loaded('containers')
	const containers = [...inventory.containers.values()].filter((container) =>
		volumeNames.some((name) => mayWrite(container, name)),
	)
	if (containers.length === 0) return { containers, hold: 'leave' }
	const names = containers.map((container) => container.name).join(', ')
	const hold = await pickOne<Hold>({
		title,
		prompt: vscode.l10n.t('These may write meanwhile: {0}', names),
		none: '',
		choices: [
			{
				label: vscode.l10n.t('$(debug-pause) Pause Them'),
				detail: vscode.l10n.t('They stand still for that long, and go on afterwards, also after a failure.'),
				value: 'pause',
			},
			{
				label: vscode.l10n.t('$(debug-stop) Stop Them and Start Them Again'),
				detail: vscode.l10n.t('They finish what they are doing: the safest for databases.'),
				value: 'stop',
			},
			{
				label: vscode.l10n.t('$(debug-continue) Let Them Run'),
				detail: vscode.l10n.t('What changes meanwhile may not fit together.'),
				value: 'leave',
			},
		],
	})
	return { containers, hold }
}
