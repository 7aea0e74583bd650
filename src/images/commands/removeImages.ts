import * as vscode from 'vscode'
import { amountsInTime, removalLines } from '../../containers/commands/askRemoval.ts'
import { removeContainer } from '../../containers/operations.ts'
import type { ContainerRecord } from '../../engine/records.ts'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { referencesOf, removable, shortId } from '../image.ts'
import type { ImageNode } from '../node.ts'
import { removeImage } from '../operations.ts'
import type { ImageParts } from '../parts.ts'
import { chooseImages, type ChosenImage } from './chooseImages.ts'

/** Removes names of images, and the images with their last name. One in use goes only with its containers. */
export async function removeImages(
	connected: Connected<ImageParts>,
	node?: ImageNode,
	nodes?: readonly ImageNode[],
): Promise<void> {
	const { engine, inventory, view } = connected
	const chosen = await chooseImages(connected, node, nodes, vscode.l10n.t('Remove Image'))
	const names = new Set(chosen.map(nameOf))
	const wholly = chosen.filter(({ image }) => referencesOf(image).every((reference) => names.has(reference)))
	const usersById = new Map(wholly.flatMap(({ image }) => view.usersOf(image.id)).map((user) => [user.id, user]))
	const users = [...usersById.values()]
	const amounts = await amountsInTime(engine, users)
	if (!(await confirmDestruction(questionFor(chosen, wholly, users, amounts)))) throw new Cancelled()
	for (const user of users) await removeContainer(engine, user)
	for (const { image, reference } of chosen) {
		const left = removable(image, inventory.images.get(image.id))
		const name = reference ?? image.id
		if (left.includes(name)) await removeImage(engine, name)
	}
}

function nameOf({ image, reference }: ChosenImage): string {
	return reference ?? image.id
}

function questionFor(
	chosen: readonly ChosenImage[],
	wholly: readonly ChosenImage[],
	users: readonly ContainerRecord[],
	amounts: ReadonlyMap<string, number>,
) {
	const [first] = chosen
	const lines = chosen.map((each) => {
		const name = each.reference ?? shortId(each.image.id)
		return wholly.includes(each)
			? vscode.l10n.t('• {0}: the image is deleted', name)
			: vscode.l10n.t('• {0}: only this name is removed, the image keeps its others', name)
	})
	const message =
		chosen.length === 1
			? vscode.l10n.t('Remove image “{0}”?', first ? (first.reference ?? shortId(first.image.id)) : '')
			: vscode.l10n.t('Remove {0} images?', chosen.length)
	if (users.length === 0) return { message, detail: lines.join('\n'), action: vscode.l10n.t('Remove') }
	return {
		message,
		detail: [
			lines.join('\n'),
			vscode.l10n.t('These containers were made from it and must be removed first:'),
			removalLines(users, amounts),
			vscode.l10n.t('What they wrote outside of volumes is lost.'),
		].join('\n\n'),
		action: vscode.l10n.t('Remove Containers and Image'),
	}
}
