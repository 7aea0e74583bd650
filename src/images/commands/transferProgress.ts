import * as vscode from 'vscode'
import type { Log } from '../../engine/log.ts'
import { formatBytes } from '../../ui/format.ts'
import type { Progress } from '../../ui/progress.ts'
import type { ReportTransfer } from '../operations.ts'
import type { LayerProgress, TransferProgress } from '../transfer.ts'

/** How often the notification is written, at most; ms. The engine says something many times a second. */
const often = 100

/** Shows a transfer in a notification, in total and the layers that are under way; the log has every layer's steps. */
export function reportTransfer(report: (progress: Progress) => void, log: Log): ReportTransfer {
	let last = 0
	const states = new Map<string, string>()
	return (progress, layer) => {
		if (layer && states.get(layer.id) !== layer.status) {
			states.set(layer.id, layer.status)
			log.info(`${layer.id}: ${layer.status}`)
		}
		const now = performance.now()
		if (now - last < often) return
		last = now
		report(textOf(progress))
	}
}

function textOf(progress: TransferProgress): Progress {
	const { layers, finished, current, total, speed } = progress
	if (layers.length === 0) return { message: vscode.l10n.t('asking the registry') }
	const amounts = [
		vscode.l10n.t('{0} of {1} layers', finished, layers.length),
		total > 0 ? vscode.l10n.t('{0} of {1}', formatBytes(current), formatBytes(total)) : '',
		speed > 0 ? vscode.l10n.t('{0}/s', formatBytes(speed)) : '',
	]
	const message = [amounts.filter(Boolean).join(', '), ...layers.filter(underWay).slice(0, 3).map(layerText)].join(
		' · ',
	)
	// The amounts of layers that haven't begun aren't known: each layer counts the same.
	const fraction = layers.reduce((sum, layer) => sum + fractionOf(layer), 0) / layers.length
	return { message, fraction }
}

function underWay(layer: LayerProgress): boolean {
	return !layer.done && !/^(?:Preparing|Waiting|Pulling fs layer)$/.test(layer.status)
}

function layerText({ id, status, current, total }: LayerProgress): string {
	const amount = total === undefined ? status : `${formatBytes(current)} / ${formatBytes(total)}`
	return `${id}: ${amount}`
}

function fractionOf({ done, current, total }: LayerProgress): number {
	if (done) return 1
	return total ? current / total : 0
}
