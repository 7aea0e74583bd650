import * as vscode from 'vscode'
import { toEngineError } from '../../engine/errors.ts'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { Cancelled } from '../../ui/failure.ts'
import { formatBytes } from '../../ui/format.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickMany } from '../../ui/pick.ts'
import { isDangling, referencesOf, removable, shortId } from '../image.ts'
import { imageChoice } from '../items.ts'
import { removeImage } from '../operations.ts'
import type { ImageParts } from '../parts.ts'

/** Removes images that no container uses: exactly those that the person saw and left ticked; dangling ones at first. */
export async function pruneImages({ engine, inventory, view }: Connected<ImageParts>): Promise<void> {
	await inventory.loaded('images', 'containers')
	const unused = [...inventory.images.values()].filter((image) => view.usersOf(image.id).length === 0)
	unused.sort((one, other) => Number(isDangling(other)) - Number(isDangling(one)))
	const chosen = await pickMany(
		{
			title: vscode.l10n.t('Prune Unused Images'),
			prompt: vscode.l10n.t('Those that are ticked go. Images without a name are ticked.'),
			none: vscode.l10n.t('Every image is in use.'),
			choices: unused.map((image) => ({
				...imageChoice(image, isDangling(image) ? undefined : referencesOf(image).join(', ')),
				value: image,
			})),
		},
		isDangling,
	)
	const size = chosen.reduce((sum, image) => sum + image.size, 0)
	const confirmed = await confirmDestruction({
		message: vscode.l10n.t('Remove {0} unused images?', chosen.length),
		detail: [
			...chosen.map((image) => `• ${referencesOf(image).join(', ') || shortId(image.id)} (${formatBytes(image.size)})`),
			vscode.l10n.t('Up to {0} become free; layers that other images share stay.', formatBytes(size)),
		].join('\n'),
		action: vscode.l10n.t('Remove'),
	})
	if (!confirmed) throw new Cancelled()
	const kept: string[] = []
	for (const image of chosen) {
		for (const name of removable(image, inventory.images.get(image.id))) {
			try {
				await removeImage(engine, name)
			} catch (error) {
				// Taken into use, or removed, by someone else in the meantime: the others go nevertheless.
				const { reason } = toEngineError(error)
				if (reason === 'inUse') kept.push(name)
				else if (reason !== 'notFound') throw error
			}
		}
	}
	if (kept.length > 0) {
		void vscode.window.showWarningMessage(vscode.l10n.t('Kept, because something uses them: {0}', kept.join(', ')))
	}
}
