import * as vscode from 'vscode'
import type { ContainerRecord } from '../../engine/records.ts'
import { stateIcon, stateText } from '../../ui/containerState.ts'
import { formatBytes, formatDate } from '../../ui/format.ts'
import { factsTooltip } from '../../ui/tooltip.ts'
import { tagOf } from '../image.ts'
import type { FileNode } from '../node.ts'
import type { HistoryEntry } from './history.ts'
import { isImplied, nameOf } from './layerIndex.ts'

const { Collapsed, None } = vscode.TreeItemCollapsibleState

/** A container that was made from the image. */
export function userItem(container: ContainerRecord): vscode.TreeItem {
	const item = new vscode.TreeItem(container.name)
	item.description = vscode.l10n.t('uses it · {0}', stateText(container.state))
	item.iconPath = stateIcon(container.state)
	item.contextValue = 'container'
	item.accessibilityInformation = { label: vscode.l10n.t('Container {0}, {1}', container.name, item.description) }
	return item
}

/** What a registry knows the image by. */
export function digestItem(digest: string): vscode.TreeItem {
	const item = new vscode.TreeItem(tagOf(digest).replace(/^(sha256:.{12}).*/, '$1…'))
	item.description = vscode.l10n.t('digest')
	item.iconPath = new vscode.ThemeIcon('verified')
	item.tooltip = digest
	item.contextValue = 'digest'
	item.accessibilityInformation = { label: vscode.l10n.t('Digest {0}', digest) }
	return item
}

/** An instruction of the history; it can be opened where it made a layer. */
export function layerItem(entry: HistoryEntry): vscode.TreeItem {
	const isLayer = entry.layer !== undefined
	const text = entry.instruction.replaceAll(/\s+/g, ' ').replaceAll(/\b([\da-f]{7})[\da-f]{57}\b/g, '$1…')
	const item = new vscode.TreeItem(entry.keyword || vscode.l10n.t('Layer'), isLayer ? Collapsed : None)
	// The size first: instructions are often longer than the view is wide.
	item.description = [isLayer ? formatBytes(entry.size) : '', text.slice(entry.keyword.length).trim()]
		.filter(Boolean)
		.join(' · ')
	item.iconPath = new vscode.ThemeIcon(isLayer ? 'layers' : 'symbol-property')
	item.contextValue = isLayer ? 'layer' : 'instruction'
	const kind = isLayer
		? vscode.l10n.t('Layer, {0}: {1}', formatBytes(entry.size), entry.instruction)
		: vscode.l10n.t('Instruction without files: {0}', entry.instruction)
	item.accessibilityInformation = { label: kind }
	return item
}

export function layerTooltip(entry: HistoryEntry): vscode.MarkdownString {
	const tooltip = new vscode.MarkdownString()
	tooltip.appendCodeblock(entry.instruction, 'dockerfile')
	const size = entry.layer === undefined ? vscode.l10n.t('no files') : formatBytes(entry.size)
	tooltip.appendText([size, formatDate(entry.createdAt), entry.comment].filter(Boolean).join(' · '))
	return tooltip
}

/** A file or folder of a layer; what the layer deletes is struck out by its colour and said. */
export function fileItem(node: FileNode): vscode.TreeItem {
	const { entry } = node
	const isFolder = entry.kind === 'folder'
	const item = new vscode.TreeItem(nameOf(entry.path), isFolder ? Collapsed : None)
	item.contextValue = isFolder ? 'layerFolder' : entry.kind === 'file' ? 'layerFile' : 'layerEntry'
	item.accessibilityInformation = {
		label: entry.kind === 'deleted' ? vscode.l10n.t('{0}, deleted', entry.path) : entry.path,
	}
	if (entry.kind === 'deleted') {
		item.iconPath = new vscode.ThemeIcon('trash', new vscode.ThemeColor('gitDecoration.deletedResourceForeground'))
		item.description = vscode.l10n.t('deleted')
		return item
	}
	item.iconPath = isFolder ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File
	// The theme's icon for a kind of file goes by its name.
	item.resourceUri = vscode.Uri.from({ scheme: 'longshore-layer', path: `/${entry.path}` })
	if (entry.kind === 'link') item.description = `→ ${entry.target ?? ''}`
	if (entry.kind === 'file') {
		item.description = formatBytes(entry.size)
		item.command = { command: 'longshore.images.openFile', title: vscode.l10n.t('Open File'), arguments: [node] }
	}
	return item
}

export function fileTooltip({ entry }: FileNode): vscode.MarkdownString | undefined {
	if (entry.kind === 'deleted' || isImplied(entry)) return undefined
	return factsTooltip(`/${entry.path}`, [
		[vscode.l10n.t('Mode'), entry.mode.toString(8).padStart(4, '0')],
		[vscode.l10n.t('Owner'), `${entry.uid}:${entry.gid}`],
		[vscode.l10n.t('Changed'), formatDate(new Date(entry.modified))],
		['SHA-256', entry.hash],
	])
}
