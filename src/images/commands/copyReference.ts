import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import type { ImageNode } from '../node.ts'
import type { ImageParts } from '../parts.ts'
import { chooseImages } from './chooseImages.ts'

/** Copies the names of the chosen images, a line for each. */
export async function copyReference(
	connected: Connected<ImageParts>,
	node?: ImageNode,
	nodes?: readonly ImageNode[],
): Promise<void> {
	const images = await chooseImages(connected, node, nodes, vscode.l10n.t('Copy Image Reference'))
	await vscode.env.clipboard.writeText(images.map(({ image, reference }) => reference ?? image.id).join('\n'))
}

/** Copies the ids of the chosen images, a line for each. */
export async function copyIdentifier(
	connected: Connected<ImageParts>,
	node?: ImageNode,
	nodes?: readonly ImageNode[],
): Promise<void> {
	const images = await chooseImages(connected, node, nodes, vscode.l10n.t('Copy Image ID'))
	await vscode.env.clipboard.writeText(images.map(({ image }) => image.id).join('\n'))
}
