import * as vscode from 'vscode'
import { imageChoices } from '../../images/items.ts'
import type { ImageNode } from '../../images/node.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickOne } from '../../ui/pick.ts'
import { restoreVolumeFromImage } from '../archive/volumeImage.ts'
import type { VolumeParts } from '../parts.ts'
import { withArchiveProgress } from './archiveProgress.ts'
import { askNewName, freeName } from './askNewName.ts'

/** Brings the data of an image that was made of a volume into a new volume. */
export async function restoreFromImage(connected: Connected<VolumeParts>, node?: ImageNode): Promise<void> {
	const { engine, inventory } = connected
	const title = vscode.l10n.t('Restore Volume From Image')
	await inventory.loaded('images', 'volumes')
	const given = node && 'imageId' in node ? inventory.images.get(node.imageId) : undefined
	const image =
		given ??
		(
			await pickOne({
				title,
				prompt: vscode.l10n.t('Which image? One that was made of a volume has the data in /volume-data.'),
				none: vscode.l10n.t('This engine has no images.'),
				choices: imageChoices(inventory.images.values()),
			})
		).image
	const proposed = image.labels['longshore.volume'] ?? 'restored'
	const prompt = vscode.l10n.t('Name of the new volume')
	const name = await askNewName(title, prompt, freeName(proposed, inventory.volumes), inventory.volumes)
	const specification = { name, driver: 'local', options: {}, labels: {} }
	await withArchiveProgress(vscode.l10n.t('Restoring {0}', name), (job) =>
		restoreVolumeFromImage(engine, image.id, specification, job),
	)
}
