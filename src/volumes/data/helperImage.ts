import * as vscode from 'vscode'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import { jsonLines } from '../../engine/jsonLines.ts'
import { Cancelled } from '../../ui/failure.ts'
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
	await withProgress(vscode.l10n.t('Pulling {0}', image), (signal) => pullImage(engine, image, signal))
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

async function pullImage(engine: Engine, image: string, signal: AbortSignal): Promise<void> {
	const query = /[:@]/.test(image.slice(image.lastIndexOf('/') + 1))
		? { fromImage: image }
		: { fromImage: image, tag: 'latest' }
	const stream = await engine.stream({ method: 'POST', path: '/images/create', query, signal })
	for await (const line of jsonLines(stream)) {
		if (typeof line === 'object' && line !== null && 'error' in line) {
			throw new EngineError('unexpected', String(line.error))
		}
	}
}
