import { homedir } from 'node:os'
import { join } from 'node:path'
import * as vscode from 'vscode'
import { Cancelled, Failure } from '../../ui/failure.ts'
import { formatBytes } from '../../ui/format.ts'
import type { Connected } from '../../ui/parts.ts'
import { newest, withProgress } from '../../ui/progress.ts'
import { saveImages as save } from '../archive/operations.ts'
import { shortId } from '../image.ts'
import type { ImageNode } from '../node.ts'
import type { ImageParts } from '../parts.ts'
import { chooseImages } from './chooseImages.ts'

/** Writes images into one file, for a machine without a registry. */
export async function saveImages(
	connected: Connected<ImageParts>,
	node?: ImageNode,
	nodes?: readonly ImageNode[],
): Promise<void> {
	const title = vscode.l10n.t('Save Image to File')
	const chosen = await chooseImages(connected, node, nodes, title)
	const names = chosen.map(({ image, reference }) => reference ?? image.id)
	const [first] = chosen
	const suggested = `${(first?.reference ?? shortId(first?.image.id ?? '')).replaceAll(/[^\w.-]+/g, '_')}.tar`
	const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ?? homedir()
	const target = await vscode.window.showSaveDialog({
		title,
		defaultUri: vscode.Uri.file(join(folder, suggested)),
		// One list of all: the dialog adds the first ending where it finds none of them after the last dot.
		filters: { [vscode.l10n.t('Archive')]: ['tar', 'gz', 'tgz'] },
	})
	if (!target) throw new Cancelled()
	if (target.scheme !== 'file') throw new Failure(vscode.l10n.t('Images can only be saved on this machine’s disk.'))
	const total = [...new Map(chosen.map(({ image }) => [image.id, image.size])).values()].reduce(
		(sum, size) => sum + size,
		0,
	)
	await withProgress(vscode.l10n.t('Saving {0}', names.join(', ')), (signal, report) => {
		const show = newest((bytes: number) =>
			report({
				message: vscode.l10n.t('{0} of {1}', formatBytes(Math.min(bytes, total)), formatBytes(total)),
				fraction: total > 0 ? Math.min(0.99, bytes / total) : 0,
			}),
		)
		return save(connected.engine, names, target.fsPath, signal, show)
	})
	void showResult(target)
}

async function showResult(target: vscode.Uri): Promise<void> {
	const { size } = await vscode.workspace.fs.stat(target)
	const copy = vscode.l10n.t('Copy Path')
	const chosen = await vscode.window.showInformationMessage(
		vscode.l10n.t('Saved to {0} ({1}).', target.fsPath, formatBytes(size)),
		copy,
	)
	if (chosen === copy) await vscode.env.clipboard.writeText(target.fsPath)
}
