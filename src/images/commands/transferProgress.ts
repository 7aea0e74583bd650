import * as vscode from 'vscode'
import type { Log } from '../../engine/log.ts'
import { formatBytes, formatDuration } from '../../ui/format.ts'
import { newest, type Progress } from '../../ui/progress.ts'
import type { ReportTransfer } from '../operations.ts'
import type { LayerProgress, TransferProgress } from '../transfer.ts'

/** Shows a transfer in a notification, in total and the layers that are under way; the log has every layer's steps. */
export function reportTransfer(report: (progress: Progress) => void, log: Pick<Log, 'info'>): ReportTransfer {
	const states = new Map<string, string>()
	const show = newest((progress: TransferProgress) => report(transferText(progress)))
	return (progress, layer) => {
		if (layer && states.get(layer.id) !== layer.status) {
			states.set(layer.id, layer.status)
			log.info(`${layer.id}: ${layer.status}`)
		}
		show(progress)
	}
}

/** Where a transfer is. */
export function transferText(progress: TransferProgress): Progress {
	const { layers } = progress
	if (layers.length === 0) return { message: vscode.l10n.t('asking the registry') }
	const message = [transferAmounts(progress), ...layers.filter(isUnderWay).slice(0, 3).map(layerText)].join(' · ')
	return { message, fraction: transferFraction(progress) }
}

/** `2 of 5 layers (1 there already), 3 MB of 9 MB, 2 MB/s, 3 seconds left` */
export function transferAmounts({ layers, finished, current, total, speed }: TransferProgress): string {
	const skipped = layers.filter((layer) => layer.skipped).length
	const left = speed > 0 && total > current ? Math.ceil((total - current) / speed) : 0
	return [
		skipped > 0
			? vscode.l10n.t('{0} of {1} layers ({2} there already)', finished, layers.length, skipped)
			: vscode.l10n.t('{0} of {1} layers', finished, layers.length),
		total > 0 ? vscode.l10n.t('{0} of {1}', formatBytes(current), formatBytes(total)) : '',
		speed > 0 ? vscode.l10n.t('{0}/s', formatBytes(speed)) : '',
		left > 0 ? vscode.l10n.t('{0} left', formatDuration(left)) : '',
	]
		.filter(Boolean)
		.join(', ')
}

/** 0 to 1. The amounts of layers that haven't begun aren't known: each layer counts the same. */
export function transferFraction({ layers }: TransferProgress): number {
	return layers.length === 0 ? 0 : layers.reduce((sum, layer) => sum + fractionOf(layer), 0) / layers.length
}

function isUnderWay(layer: LayerProgress): boolean {
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
