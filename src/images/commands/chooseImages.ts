import * as vscode from 'vscode'
import type { ImageRecord } from '../../engine/records.ts'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickMany, pickOne, selected } from '../../ui/pick.ts'
import { byRepository, isDangling } from '../image.ts'
import { imageChoices } from '../items.ts'
import type { ImageNode } from '../node.ts'
import type { ImageParts } from '../parts.ts'

/** An image, and under which name it was chosen. */
export interface ChosenImage {
	readonly image: ImageRecord
	readonly reference: string | undefined
}

export async function chooseImage(
	connected: Connected<ImageParts>,
	node: ImageNode | undefined,
	title: string,
	named = false,
): Promise<ChosenImage> {
	await connected.inventory.loaded('images', 'containers')
	const [image, ...others] = chosen(connected, node)
	return image && others.length === 0 ? image : pickOne(question(connected, title, named))
}

/** Images that were selected; a repository stands for all of its tags. */
export async function chooseImages(
	connected: Connected<ImageParts>,
	node: ImageNode | undefined,
	nodes: readonly ImageNode[] | undefined,
	title: string,
): Promise<readonly ChosenImage[]> {
	await connected.inventory.loaded('images', 'containers')
	const images = selected(node, nodes).flatMap((each) => chosen(connected, each))
	// What stands below an image, a layer for instance, is none: whoever chose it doesn't want to be asked for others.
	if (images.length === 0 && node && 'parent' in node) throw new Cancelled()
	return images.length > 0 ? images : pickMany(question(connected, title, false))
}

function chosen({ inventory }: Connected<ImageParts>, node: ImageNode | undefined): readonly ChosenImage[] {
	switch (node?.kind) {
		case 'repository':
			return byRepository(inventory.images.values()).get(node.repository) ?? []
		case 'danglingGroup':
			return [...inventory.images.values()].filter(isDangling).map((image) => ({ image, reference: undefined }))
		case 'tag':
		case 'dangling': {
			const image = inventory.images.get(node.imageId)
			return image ? [{ image, reference: node.kind === 'tag' ? node.reference : undefined }] : []
		}
		default:
			return []
	}
}

function question({ inventory }: Connected<ImageParts>, title: string, named: boolean) {
	const choices = imageChoices(inventory.images.values())
	return {
		title,
		prompt: vscode.l10n.t('Which image?'),
		none: vscode.l10n.t('This engine has no images.'),
		choices: named ? choices.filter(({ value }) => value.reference !== undefined) : choices,
	}
}
