import * as vscode from 'vscode'
import type { Engine } from '../../engine/engine.ts'
import { toEngineError } from '../../engine/errors.ts'
import { pullImage } from '../../images/operations.ts'
import { isReferenceError, parseReference } from '../../images/reference.ts'
import { Cancelled, Failure } from '../../ui/failure.ts'
import { withProgress } from '../../ui/progress.ts'

/**
 * The image that helpers are made from (`longshore.volumes.helperImage`); pulled after asking where it isn't there.
 *
 * @throws {Cancelled} when the person won't have it.
 */
export async function helperImage(engine: Engine): Promise<string> {
	const image = vscode.workspace.getConfiguration('longshore.volumes').get('helperImage', 'busybox')
	if (await exists(engine, image)) return image
	const pull = vscode.l10n.t('Pull')
	const answer = await vscode.window.showInformationMessage(
		vscode.l10n.t('Pull the image “{0}”?', image),
		{
			modal: true,
			detail: vscode.l10n.t(
				'A volume’s data is read by a small container, which is removed at once afterwards. Its image is not on this engine yet. The setting “longshore.volumes.helperImage” names another one.',
			),
		},
		pull,
	)
	if (answer !== pull) throw new Cancelled()
	const reference = parseReference(image)
	if (isReferenceError(reference)) {
		throw new Failure(vscode.l10n.t('The setting “longshore.volumes.helperImage” is not the name of an image.'), [
			{
				title: vscode.l10n.t('Open Settings'),
				run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'longshore.volumes.helperImage'),
			},
		])
	}
	await withProgress(vscode.l10n.t('Pulling {0}', image), (signal) =>
		pullImage(engine, reference, { authorization: undefined, signal, report: () => undefined }),
	)
	return image
}

async function exists({ docker }: Engine, image: string): Promise<boolean> {
	try {
		await docker.getImage(image).inspect()
		return true
	} catch (error) {
		if (toEngineError(error).reason === 'notFound') return false
		throw error
	}
}
