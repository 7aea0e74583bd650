import * as vscode from 'vscode'
import { formatBytes, formatMoment } from '../ui/format.ts'
import { factsTooltip } from '../ui/tooltip.ts'
import { isHub, registryName, type Account } from './account.ts'
import type { RegistryNode } from './node.ts'
import type { RemoteRepository, RemoteTag } from './remote.ts'
import { webPageOf } from './webPage.ts'

/** @param search What is searched for below it; empty for nothing. */
export function accountItem(account: Account, search: string): vscode.TreeItem {
	const item = new vscode.TreeItem(account.userName, vscode.TreeItemCollapsibleState.Collapsed)
	const origin = account.origin === 'dockerCli' ? vscode.l10n.t('by the Docker CLI') : ''
	item.description = [registryName(account), origin, searchText(search)].filter(Boolean).join(' · ')
	item.iconPath = new vscode.ThemeIcon('account')
	item.contextValue = isHub(account) ? 'account hub' : 'account searchable'
	item.accessibilityInformation = {
		label: vscode.l10n.t('Account {0} at {1}', account.userName, registryName(account)),
	}
	return item
}

export function namespaceItem(account: Account, namespace: string, search: string): vscode.TreeItem {
	const item = new vscode.TreeItem(namespace, vscode.TreeItemCollapsibleState.Collapsed)
	const isOwn = namespace === account.userName
	item.description = [isOwn ? '' : vscode.l10n.t('organisation'), searchText(search)].filter(Boolean).join(' · ')
	item.iconPath = new vscode.ThemeIcon(isOwn ? 'person' : 'organization')
	item.contextValue = 'namespace searchable'
	item.accessibilityInformation = { label: vscode.l10n.t('Namespace {0}', namespace) }
	return item
}

function searchText(search: string): string {
	return search === '' ? '' : vscode.l10n.t('“{0}” only', search)
}

/** @param search What is searched for among its tags; empty for nothing. */
export function remoteRepositoryItem(
	account: Account,
	namespace: string,
	path: string,
	repository: RemoteRepository | undefined,
	search: string,
): vscode.TreeItem {
	const name = namespace === '' ? path : path.slice(namespace.length + 1)
	const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed)
	const { isPrivate, pushedAt, pulls, description } = repository ?? {}
	item.description = [
		isPrivate === undefined ? '' : visibilityText(isPrivate),
		pushedAt ? formatMoment(pushedAt) : '',
		pulls ? vscode.l10n.t('{0} pulls', pulls.toLocaleString(vscode.env.language)) : '',
		searchText(search),
		description ?? '',
	]
		.filter(Boolean)
		.join(' · ')
	item.iconPath = new vscode.ThemeIcon(isPrivate ? 'lock' : 'repo')
	item.contextValue = contextOf(
		'remoteRepository searchable',
		isHub(account) && 'onHub',
		hasPage(account, path) && 'hasPage',
	)
	item.accessibilityInformation = { label: vscode.l10n.t('Repository {0}, {1}', path, item.description) }
	return item
}

function contextOf(...words: readonly (string | false)[]): string {
	return words.filter(Boolean).join(' ')
}

function hasPage(account: Account, path: string): boolean {
	return isHub(account) || webPageOf(account.registry, path) !== undefined
}

export function visibilityText(isPrivate: boolean): string {
	return isPrivate ? vscode.l10n.t('private') : vscode.l10n.t('public')
}

export function remoteTagItem(
	account: Account,
	path: string,
	name: string,
	tag: RemoteTag | undefined,
): vscode.TreeItem {
	const item = new vscode.TreeItem(name)
	item.description = [
		tag && tag.size > 0 ? formatBytes(tag.size) : '',
		tag?.platforms.join(', ') ?? '',
		tag?.pushedAt ? formatMoment(tag.pushedAt) : '',
		tag?.digest?.slice(7, 19) ?? '',
	]
		.filter(Boolean)
		.join(' · ')
	item.iconPath = new vscode.ThemeIcon('tag')
	item.contextValue = contextOf('remoteTag', isHub(account) && 'onHub', hasPage(account, path) && 'hasPage')
	item.accessibilityInformation = { label: vscode.l10n.t('Tag {0}, {1}', name, item.description) }
	return item
}

/** A line that loads the next page; a click or Enter does it. */
export function moreItem(node: RegistryNode): vscode.TreeItem {
	const item = new vscode.TreeItem(vscode.l10n.t('Load More…'))
	item.iconPath = new vscode.ThemeIcon('ellipsis')
	item.contextValue = 'more'
	item.command = { command: 'longshore.registries.loadMore', title: '', arguments: [node] }
	return item
}

export function nothingItem(why: 'empty' | 'notFound' | 'partial'): vscode.TreeItem {
	const item = new vscode.TreeItem(nothingText(why))
	item.iconPath = new vscode.ThemeIcon('info')
	return item
}

function nothingText(why: 'empty' | 'notFound' | 'partial'): string {
	switch (why) {
		case 'empty':
			return vscode.l10n.t('No repositories yet')
		case 'notFound':
			return vscode.l10n.t('Nothing was found')
		case 'partial':
			return vscode.l10n.t('This registry lists nothing; from local images')
	}
}

export function accountTooltip(account: Account): vscode.MarkdownString {
	return factsTooltip(account.userName, [
		[vscode.l10n.t('Registry'), registryName(account)],
		[
			vscode.l10n.t('Access token'),
			account.origin === 'dockerCli'
				? vscode.l10n.t('where the Docker CLI keeps it')
				: vscode.l10n.t('in the editor’s secret storage'),
		],
	])
}

export function remoteTagTooltip(reference: string, tag: RemoteTag): vscode.MarkdownString {
	return factsTooltip(reference, [
		[vscode.l10n.t('Digest'), tag.digest],
		[vscode.l10n.t('Size'), tag.size > 0 ? formatBytes(tag.size) : undefined],
		[vscode.l10n.t('Platforms'), tag.platforms.join(', ')],
		[vscode.l10n.t('Pushed'), tag.pushedAt && formatMoment(tag.pushedAt)],
	])
}

export function remoteRepositoryTooltip(path: string, repository: RemoteRepository): vscode.MarkdownString {
	return factsTooltip(path, [
		[vscode.l10n.t('Description'), repository.description],
		[
			vscode.l10n.t('Visibility'),
			repository.isPrivate === undefined ? undefined : visibilityText(repository.isPrivate),
		],
		[vscode.l10n.t('Pulls'), repository.pulls?.toLocaleString(vscode.env.language)],
		[vscode.l10n.t('Last pushed'), repository.pushedAt && formatMoment(repository.pushedAt)],
	])
}
