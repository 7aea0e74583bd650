import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import { withProgress } from '../../ui/progress.ts'
import { volumeSizes } from '../operations.ts'
import type { VolumeParts } from '../parts.ts'

/** Shows how many bytes the volumes hold. The engine reads all data for it, so it is never done unasked. */
export async function computeSize({ engine, view }: Connected<VolumeParts>): Promise<void> {
	const title = vscode.l10n.t('Computing the size of volumes')
	view.showSizes(await withProgress(title, (signal) => volumeSizes(engine, signal)))
}
