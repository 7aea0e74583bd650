import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import * as vscode from 'vscode'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { Cancelled, Failure } from '../../ui/failure.ts'
import { pickOne } from '../../ui/pick.ts'
import { endings, hasZstd, namedBackupFile, type BackupFile, type Compression } from '../archive/backupFile.ts'
import { stamp } from '../archive/restorePoint.ts'

/**
 * Which kind of archive.
 *
 * @throws {Cancelled}
 */
export function askCompression(title: string): Promise<Compression> {
	const zstd = {
		label: endings.zstd[0],
		description: vscode.l10n.t('Fast and small'),
		detail: vscode.l10n.t('Read by tar with zstd, from about 2019 on.'),
		value: 'zstd' as const,
	}
	return pickOne<Compression>({
		title,
		prompt: vscode.l10n.t('Which kind of archive?'),
		none: '',
		choices: [
			...(hasZstd() ? [zstd] : []),
			{ label: endings.gzip[0], description: vscode.l10n.t('Read everywhere'), value: 'gzip' },
			{ label: endings.none[0], description: vscode.l10n.t('Not compressed'), value: 'none' },
		],
	})
}

/**
 * Where an archive shall be written.
 *
 * @throws {Cancelled}
 * @throws {Failure} for a place that is no folder of the machine where the extension runs.
 */
export async function askNewBackupFile(title: string, volumeName: string): Promise<BackupFile> {
	const compression = await askCompression(title)
	const [ending] = endings[compression]
	const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ?? homedir()
	const uri = await vscode.window.showSaveDialog({
		title,
		defaultUri: vscode.Uri.file(join(folder, `${volumeName}-${stamp(new Date()).slice(0, 15)}${ending}`)),
		// The dialog adds what it finds missing, and looks no further back than the last dot.
		filters: { [vscode.l10n.t('Archive')]: [ending.slice(ending.lastIndexOf('.') + 1)] },
		saveLabel: vscode.l10n.t('Export'),
	})
	if (!uri) throw new Cancelled()
	const path = localPath(uri)
	const file = namedBackupFile(path, compression)
	// The dialog has asked about the name that it knew.
	if (file.path !== path && existsSync(file.path)) await confirmReplacing(file.path)
	return file
}

async function confirmReplacing(path: string): Promise<void> {
	const confirmed = await confirmDestruction({
		message: vscode.l10n.t('Replace what is in “{0}” already?', dirname(path)),
		detail: [`• ${basename(path)}`, vscode.l10n.t('What is replaced is lost; this cannot be undone.')].join('\n\n'),
		action: vscode.l10n.t('Replace'),
	})
	if (!confirmed) throw new Cancelled()
}

/**
 * An archive that is there.
 *
 * @throws {Cancelled}
 */
export async function askBackupFile(title: string): Promise<string> {
	const uris = await vscode.window.showOpenDialog({
		title,
		openLabel: vscode.l10n.t('Choose Backup'),
		canSelectMany: false,
		filters: {
			[vscode.l10n.t('Archive')]: ['tar', 'gz', 'tgz', 'zst', 'tzst'],
			[vscode.l10n.t('All Files')]: ['*'],
		},
	})
	const [uri] = uris ?? []
	if (!uri) throw new Cancelled()
	return localPath(uri)
}

/**
 * A folder.
 *
 * @throws {Cancelled}
 */
export async function askFolder(title: string): Promise<string> {
	const uris = await vscode.window.showOpenDialog({
		title,
		openLabel: vscode.l10n.t('Choose Folder'),
		canSelectFiles: false,
		canSelectFolders: true,
	})
	const [uri] = uris ?? []
	if (!uri) throw new Cancelled()
	return localPath(uri)
}

function localPath(uri: vscode.Uri): string {
	if (uri.scheme === 'file') return uri.fsPath
	throw new Failure(
		vscode.l10n.t('Backups are kept as files of the machine where the workspace is; {0} is elsewhere.', uri.toString()),
	)
}
