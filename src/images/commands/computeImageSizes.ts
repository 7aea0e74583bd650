import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import { withProgress } from '../../ui/progress.ts'
import { imageSizes } from '../layers/operations.ts'
import type { ImageParts } from '../parts.ts'

/** Shows what images share and what is their own. The engine looks at every layer for it, so it is never done unasked. */
export async function computeImageSizes({ engine, view }: Connected<ImageParts>): Promise<void> {
	const title = vscode.l10n.t('Computing what images share')
	view.showSizes(await withProgress(title, (signal) => imageSizes(engine, signal)))
}
