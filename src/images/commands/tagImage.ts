import * as vscode from 'vscode'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { shortId } from '../image.ts'
import type { ImageNode } from '../node.ts'
import { tagImage as tag } from '../operations.ts'
import type { ImageParts } from '../parts.ts'
import { familiarReference } from '../reference.ts'
import { chooseImage } from './chooseImages.ts'
import { nameMessage, valid } from './referenceMessage.ts'

/** Gives an image another name. Says so when another image has the name, and so loses it. */
export async function tagImage(connected: Connected<ImageParts>, node?: ImageNode): Promise<void> {
	const { engine, inventory } = connected
	const { image, reference } = await chooseImage(connected, node, vscode.l10n.t('Tag Image'))
	const name = await vscode.window.showInputBox({
		title: vscode.l10n.t('Tag Image'),
		prompt: vscode.l10n.t('New name for {0}', reference ?? shortId(image.id)),
		placeHolder: 'alice/app:1.2',
		value: reference ?? '',
		ignoreFocusOut: true,
		validateInput: (text) => {
			const message = nameMessage(text)
			if (message !== undefined) return message
			const familiar = familiarReference(valid(text))
			const holder = [...inventory.images.values()].find(({ tags }) => tags.includes(familiar))
			if (!holder) return undefined
			return {
				message:
					holder.id === image.id
						? vscode.l10n.t('The image has this name already.')
						: vscode.l10n.t('The image {0} has this name now and will lose it.', shortId(holder.id)),
				severity: vscode.InputBoxValidationSeverity.Warning,
			}
		},
	})
	if (name === undefined) throw new Cancelled()
	await tag(engine, image.id, valid(name))
}
