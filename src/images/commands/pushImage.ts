import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import type { ImageNode } from '../node.ts'
import type { ImageParts } from '../parts.ts'
import { accountFor } from './accountFor.ts'
import { chooseImage } from './chooseImages.ts'
import { valid } from './referenceMessage.ts'
import { runPush } from './runPush.ts'
import { tagAndPush } from './tagAndPush.ts'

/** Pushes an image under a name that it has. */
export async function pushImage(connected: Connected<ImageParts>, node?: ImageNode): Promise<void> {
	const { reference } = await chooseImage(connected, node, vscode.l10n.t('Push Image'), true)
	const rename = () => tagAndPush(connected, node)
	if (reference === undefined) return rename()
	const parsed = valid(reference)
	if (parsed.digest !== undefined) {
		throw new Failure(vscode.l10n.t('An image without a tag cannot be pushed: give it one first.'), [
			{ title: vscode.l10n.t('Tag and Push…'), run: rename },
		])
	}
	await runPush(connected, { reference: parsed, account: await accountFor(connected, parsed), rename })
}
