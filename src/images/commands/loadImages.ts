import * as vscode from 'vscode'
import { toEngineError } from '../../engine/errors.ts'
import { Cancelled, Failure } from '../../ui/failure.ts'
import { formatBytes } from '../../ui/format.ts'
import type { Connected } from '../../ui/parts.ts'
import { newest, withProgress } from '../../ui/progress.ts'
import { loadImages as load } from '../archive/operations.ts'
import { shortId } from '../image.ts'
import type { ImageParts } from '../parts.ts'

/** Loads the images of a file, as `docker save` and *Save to File* write it. */
export async function loadImages({ engine }: Connected<ImageParts>): Promise<void> {
	const [file] =
		(await vscode.window.showOpenDialog({
			title: vscode.l10n.t('Load Image from File'),
			openLabel: vscode.l10n.t('Load'),
			filters: {
				[vscode.l10n.t('Archive')]: ['tar', 'gz', 'tgz', 'bz2', 'xz', 'zst'],
				[vscode.l10n.t('All files')]: ['*'],
			},
		})) ?? []
	if (!file) throw new Cancelled()
	if (file.scheme !== 'file') throw new Failure(vscode.l10n.t('Images can only be loaded from this machine’s disk.'))
	const names = await withProgress(vscode.l10n.t('Loading {0}', file.fsPath), (signal, report) => {
		const show = newest((bytes: number, total: number) =>
			report({
				message:
					bytes < total
						? vscode.l10n.t('{0} of {1}', formatBytes(bytes), formatBytes(total))
						: vscode.l10n.t('the engine unpacks it'),
				fraction: total > 0 ? Math.min(0.99, bytes / total) : 0,
			}),
		)
		return load(engine, file.fsPath, signal, show)
	}).catch((error: unknown) => {
		const { reason, message } = toEngineError(error)
		// What an archive lacks, the engine tells as a failure of its own.
		throw reason === 'invalid' || reason === 'unexpected'
			? new Failure(vscode.l10n.t('“{0}” holds no images that can be loaded: {1}', file.fsPath, message), [], error)
			: error
	})
	const shown = names.map((name) => (name.startsWith('sha256:') ? shortId(name) : name)).join(', ')
	void vscode.window.showInformationMessage(vscode.l10n.t('Loaded {0}.', shown))
}
