import * as vscode from 'vscode'
import { formatDuration } from '../../ui/format.ts'
import { newest, type Progress } from '../../ui/progress.ts'
import { transferAmounts, transferFraction, transferText } from '../commands/transferProgress.ts'
import type { TransferProgress } from '../transfer.ts'
import type { FollowPush } from './trackPush.ts'

/**
 * Shows one push, or several as one, in a notification.
 *
 * @returns What follows each of them, by its place.
 */
export function reportPushes(
	report: (progress: Progress) => void,
	names: readonly string[],
): (index: number) => FollowPush {
	const all: (TransferProgress | undefined)[] = names.map(() => undefined)
	const tell = newest((progress: TransferProgress) =>
		report(names.length === 1 ? transferText(progress) : severalText(all)),
	)
	return (index) => ({
		transfer: (progress) => {
			all[index] = progress
			tell(progress)
		},
		retrying: (seconds, why) =>
			report({
				message:
					names.length === 1
						? vscode.l10n.t('{0} Trying again in {1}.', why, formatDuration(seconds))
						: vscode.l10n.t('{0}: {1} Trying again in {2}.', names[index] ?? '', why, formatDuration(seconds)),
			}),
	})
}

function severalText(all: readonly (TransferProgress | undefined)[]): Progress {
	const known = all.filter((each) => each !== undefined)
	const sum = (value: (progress: TransferProgress) => number) => known.reduce((total, each) => total + value(each), 0)
	const together: TransferProgress = {
		layers: known.flatMap(({ layers }) => layers),
		finished: sum(({ finished }) => finished),
		current: sum(({ current }) => current),
		total: sum(({ total }) => total),
		speed: sum(({ speed, finished, layers }) => (finished === layers.length ? 0 : speed)),
	}
	return { message: transferAmounts(together), fraction: sum(transferFraction) / all.length }
}
