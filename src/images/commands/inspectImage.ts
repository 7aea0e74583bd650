import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import { shortId } from '../image.ts'
import type { ImageNode } from '../node.ts'
import { inspectImage as inspect } from '../operations.ts'
import type { ImageParts } from '../parts.ts'
import { chooseImage } from './chooseImages.ts'

/** Opens what the engine says about an image. */
export async function inspectImage(connected: Connected<ImageParts>, node?: ImageNode): Promise<void> {
	const { image, reference } = await chooseImage(connected, node, vscode.l10n.t('Inspect Image'))
	const content = await inspect(connected.engine, image.id)
	await connected.inspectDocuments.show('image', reference ?? shortId(image.id), content)
}
