import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import { showFailure, Failure } from '../../ui/failure.ts'
import { whileHeld } from '../archive/holdContainers.ts'
import { removeLeftOvers, type ChangedVolume, type LeftOver } from '../archive/leftOvers.ts'
import { putBack } from '../archive/rollback.ts'
import { shellImage } from '../data/helperImage.ts'
import { volumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { archiveFailure } from './archiveMessage.ts'
import { withArchiveProgress } from './archiveProgress.ts'
import { askHold } from './askHold.ts'
import { askLoss } from './confirmLoss.ts'

/** Tells of the work of windows that were killed, with what mends it. */
export async function tellLeftOvers(
	connected: Connected<VolumeParts>,
	{ released, failures, changed, unfinished }: LeftOver,
): Promise<void> {
	const { log } = connected
	const told = [
		...(released.length === 0 ? [] : [tellReleased(released)]),
		...failures.map((error) => showFailure(archiveFailure(error), log)),
		...changed.map((each) => tellChanged(connected, each)),
		...unfinished.map((name) => tellUnfinished(connected, name)),
	]
	await Promise.all(told.map((each) => each.catch((error: unknown) => showFailure(error, log))))
}

async function tellReleased(names: readonly string[]): Promise<void> {
	await vscode.window.showInformationMessage(
		vscode.l10n.t(
			'Work on volumes was cut off. Containers that were held for it go on again: {0}. A backup has to be made again.',
			names.join(', '),
		),
	)
}

async function tellChanged(
	connected: Connected<VolumeParts>,
	{ volume, kept, isComplete, waiting }: ChangedVolume,
): Promise<void> {
	const mend = vscode.l10n.t('Put Back')
	const show = vscode.l10n.t('Show')
	const remove = vscode.l10n.t('Remove Copy…')
	const message = isComplete
		? vscode.l10n.t(
				'A change of “{0}” was cut off: it may be half-written. What was in it before is in “{1}”.',
				volume,
				kept,
			)
		: vscode.l10n.t(
				'A change of “{0}” was cut off, perhaps before it began. “{1}” has what was in it before, but perhaps not all of it: look at both before you remove one.',
				volume,
				kept,
			)
	const held = vscode.l10n.t(
		'Containers that were held for it stay so until you put that back or remove it: {0}.',
		waiting.join(', '),
	)
	const answer = await vscode.window.showWarningMessage(
		[message, ...(waiting.length === 0 ? [] : [held])].join(' '),
		...(isComplete ? [mend] : []),
		show,
		remove,
	)
	if (answer === show) await connected.view.reveal(volumeNode(kept))
	if (answer !== mend && answer !== remove) return
	if (answer === mend) await putBackKept(connected, volume, kept)
	else await vscode.commands.executeCommand('longshore.volumes.remove', volumeNode(kept))
	// The others are asked about already.
	await tellLeftOvers(connected, { ...(await removeLeftOvers(connected.engine)), changed: [] })
}

async function putBackKept(connected: Connected<VolumeParts>, name: string, kept: string): Promise<void> {
	const { data, engine, inventory } = connected
	await inventory.loaded('volumes', 'containers')
	const volume = inventory.volumes.get(name)
	if (!volume || !inventory.volumes.has(kept)) throw new Failure(vscode.l10n.t('It no longer exists.'))
	const image = await shellImage(engine)
	const title = vscode.l10n.t('Put Back What Was in {0}', name)
	const { containers, hold } = await askHold(connected, [name], title)
	const question = {
		message: vscode.l10n.t('Make “{0}” again what it was before the change that was cut off?', name),
		detail: vscode.l10n.t('What is in it now is lost; then it has what is in “{0}”, which is removed.', kept),
		action: vscode.l10n.t('Put Back'),
	}
	const takePoints = await askLoss(connected, question, [volume], 'import')
	await data.close(kept)
	await data.asWhole(name, () =>
		withArchiveProgress(vscode.l10n.t('Putting back {0}', name), (job) =>
			whileHeld(engine, containers, hold, async () => {
				await takePoints?.()
				await putBack({ engine, name }, kept, image, job)
			}),
		),
	)
}

async function tellUnfinished({ view }: Connected<VolumeParts>, name: string): Promise<void> {
	const remove = vscode.l10n.t('Remove Volume…')
	const show = vscode.l10n.t('Show')
	const answer = await vscode.window.showWarningMessage(
		vscode.l10n.t('“{0}” was being filled when that was cut off: it has not all that it should. Fill it again.', name),
		remove,
		show,
	)
	if (answer === show) await view.reveal(volumeNode(name))
	if (answer === remove) await vscode.commands.executeCommand('longshore.volumes.remove', volumeNode(name))
}
