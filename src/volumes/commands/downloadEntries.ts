import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join, posix } from 'node:path'
import * as vscode from 'vscode'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { Cancelled, Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { withProgress } from '../../ui/progress.ts'
import { download } from '../data/download.ts'
import { fitsLocally } from '../data/localName.ts'
import type { DataPlace } from '../data/volumeData.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { amountProgress } from './bringFiles.ts'
import { chooseEntries } from './chooseEntries.ts'

/** Fetches files and folders of a volume into a folder of this machine. */
export async function downloadEntries(
	connected: Connected<VolumeParts>,
	node?: VolumeNode,
	nodes?: readonly VolumeNode[],
): Promise<void> {
	const title = vscode.l10n.t('Download')
	const places = await chooseEntries(connected, node, nodes, title)
	const targets = await chooseTargets(places, title)
	const leftOut: string[] = []
	for (const [place, target] of targets) {
		const found = await withProgress(vscode.l10n.t('Downloading {0}', basename(target)), (signal, report) =>
			download(connected.data, place, target, {
				signal,
				report: (done, total) => report(amountProgress(done, total)),
			}),
		)
		leftOut.push(...found)
	}
	void showResult(
		targets.map(([, target]) => target),
		leftOut,
	)
}

type Target = readonly [place: DataPlace, path: string]

async function chooseTargets(places: readonly DataPlace[], title: string): Promise<readonly Target[]> {
	const start = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri
	const uris = await vscode.window.showOpenDialog({
		title,
		openLabel: vscode.l10n.t('Download Here'),
		canSelectFiles: false,
		canSelectFolders: true,
		defaultUri: start ?? vscode.Uri.file(homedir()),
	})
	const [folder] = uris ?? []
	if (!folder) throw new Cancelled()
	if (folder.scheme !== 'file') throw new Failure(vscode.l10n.t('Choose a folder of this machine.'))
	const targets = places.map((place): Target => {
		const name = place.path === '/' ? place.volumeName : posix.basename(place.path)
		if (!fitsLocally(name, process.platform)) {
			throw new Failure(
				vscode.l10n.t(
					'This machine cannot have a file named “{0}”: characters in it have a meaning of their own here. Rename it in the volume, then download it.',
					name,
				),
			)
		}
		return [place, join(folder.fsPath, name)]
	})
	const taken = targets.filter(([, path]) => existsSync(path))
	if (taken.length > 0) {
		const confirmed = await confirmDestruction({
			message: vscode.l10n.t('Replace what is in “{0}” already?', folder.fsPath),
			detail: [
				taken.map(([, path]) => `• ${basename(path)}`).join('\n'),
				vscode.l10n.t('What is replaced is lost; this cannot be undone.'),
			].join('\n\n'),
			action: vscode.l10n.t('Replace'),
		})
		if (!confirmed) throw new Cancelled()
	}
	return targets
}

async function showResult(targets: readonly string[], leftOut: readonly string[]): Promise<void> {
	const [first = ''] = targets
	const done =
		targets.length === 1
			? vscode.l10n.t('Downloaded to {0}.', first)
			: vscode.l10n.t('Downloaded {0} files and folders.', targets.length)
	const reveal = vscode.l10n.t('Show')
	const message =
		leftOut.length === 0
			? done
			: vscode.l10n.t(
					'{0} Left out, for they are pipes, sockets or devices, or this machine cannot have their names (not valid UTF-8, characters with a meaning of their own here, or the same as another’s but for case): {1}',
					done,
					leftOut.slice(0, 5).join(', ') + (leftOut.length > 5 ? ` … (${leftOut.length})` : ''),
				)
	if ((await vscode.window.showInformationMessage(message, reveal)) === reveal) {
		await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(first))
	}
}
