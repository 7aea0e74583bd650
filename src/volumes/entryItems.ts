import * as vscode from 'vscode'
import { formatBytes, formatDate } from '../ui/format.ts'
import { factsTooltip } from '../ui/tooltip.ts'
import { undecodableText } from './data/fileSystemError.ts'
import type { Count, Entry } from './data/shell.ts'
import { isFolder, type EntryNode } from './node.ts'

/** A file or folder of a volume; the root is called “Data”. */
export function entryItem(node: EntryNode): vscode.TreeItem {
	const { entry } = node
	const folder = isFolder(node)
	const item = new vscode.TreeItem(
		entry?.name ?? vscode.l10n.t('Data'),
		folder ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
	)
	item.contextValue =
		entry === undefined
			? 'data folder'
			: entry.undecodable !== undefined
				? 'undecodable'
				: folder
					? 'entry folder'
					: entry.kind === 'file'
						? 'entry dataFile'
						: 'entry'
	if (entry === undefined) {
		item.iconPath = new vscode.ThemeIcon('files')
		return item
	}
	item.iconPath = iconOf(entry, folder)
	// The theme's icon for a kind of file goes by its name.
	item.resourceUri = vscode.Uri.from({ scheme: 'longshore-data', path: node.path })
	item.description = [
		entry.undecodable === undefined ? '' : vscode.l10n.t('name is not valid UTF-8'),
		entry.isLink ? vscode.l10n.t('link') : '',
		entry.kind === 'other' ? vscode.l10n.t('neither file nor folder') : '',
		entry.kind === 'file' && !entry.isLink ? formatBytes(entry.size) : '',
	]
		.filter(Boolean)
		.join(' · ')
	const kind = folder ? vscode.l10n.t('folder') : vscode.l10n.t('file')
	item.accessibilityInformation = { label: [entry.name, kind, item.description].filter(Boolean).join(', ') }
	if (entry.kind === 'file' && entry.undecodable === undefined) {
		item.command = { command: 'longshore.volumes.openFile', title: vscode.l10n.t('Open File'), arguments: [node] }
	}
	return item
}

function iconOf(entry: Entry, folder: boolean): vscode.ThemeIcon {
	if (entry.undecodable !== undefined) return new vscode.ThemeIcon('warning')
	if (entry.kind === 'other') return new vscode.ThemeIcon('plug')
	return folder ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File
}

export function entryTooltip({ path, entry }: EntryNode): vscode.MarkdownString | undefined {
	if (!entry) return undefined
	return factsTooltip(path, [
		[vscode.l10n.t('Name'), entry.undecodable === undefined ? undefined : undecodableText()],
		[vscode.l10n.t('Size'), entry.kind === 'file' ? formatBytes(entry.size) : undefined],
		[vscode.l10n.t('Modified'), formatDate(new Date(entry.modified))],
		[vscode.l10n.t('Owner'), `${entry.owner}:${entry.group}`],
		[vscode.l10n.t('Mode'), entry.mode.toString(8).padStart(4, '0')],
	])
}

/** How much something is: `3 files and 2 folders, 1.2 MB`. */
export function countText({ files, folders, bytes }: Count): string {
	const amounts = [
		files === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', files),
		...(folders === 0 ? [] : [folders === 1 ? vscode.l10n.t('1 folder') : vscode.l10n.t('{0} folders', folders)]),
	]
	const [first = '', second] = amounts
	const what = second === undefined ? first : vscode.l10n.t('{0} and {1}', first, second)
	return vscode.l10n.t('{0}, {1}', what, formatBytes(bytes))
}
