import * as vscode from 'vscode'
import type { ContainerRecord, ImageRecord } from '../engine/records.ts'
import { formatMoment, formatBytes, formatDate } from '../ui/format.ts'
import { factsTooltip } from '../ui/tooltip.ts'
import type { ImageSize } from './layers/operations.ts'
import { referencesOf, shortId, tagOf, type NamedImage } from './image.ts'

const dimmed = new vscode.ThemeColor('disabledForeground')

/** A repository: its name, how many tags, how old the newest is. */
export function repositoryItem(repository: string, named: readonly NamedImage[]): vscode.TreeItem {
	const item = new vscode.TreeItem(repository, vscode.TreeItemCollapsibleState.Collapsed)
	const [newest] = named
	item.description = [
		named.length === 1 ? (newest ? tagOf(newest.reference).slice(0, 19) : '') : vscode.l10n.t('{0} tags', named.length),
		newest ? formatMoment(newest.image.createdAt) : '',
	]
		.filter(Boolean)
		.join(' · ')
	item.iconPath = new vscode.ThemeIcon('repo')
	item.contextValue = 'repository'
	item.accessibilityInformation = { label: vscode.l10n.t('Repository {0}, {1}', repository, item.description) }
	return item
}

/** What is known of an image only after it was asked for. */
interface Known {
	readonly platform: string | undefined
	readonly sizes: ImageSize | undefined
}

/** An image under a tag, or without a name. */
export function imageItem(
	image: ImageRecord,
	reference: string | undefined,
	users: readonly ContainerRecord[],
	{ platform, sizes }: Known,
): vscode.TreeItem {
	const label = reference === undefined ? shortId(image.id) : tagOf(reference).replace(/^(sha256:.{12}).*/, '$1…')
	const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed)
	item.description = [
		sizes
			? vscode.l10n.t('{0}, {1} its own', formatBytes(image.size), formatBytes(sizes.own))
			: formatBytes(image.size),
		platform,
		formatMoment(image.createdAt),
		usersText(users),
		reference === undefined ? '' : shortId(image.id),
	]
		.filter(Boolean)
		.join(' · ')
	item.iconPath = new vscode.ThemeIcon(
		reference === undefined ? 'circle-slash' : 'tag',
		users.length > 0 ? new vscode.ThemeColor('charts.blue') : dimmed,
	)
	item.contextValue = `image ${reference === undefined ? 'dangling' : 'tag'}${users.length > 0 ? ' inUse' : ''}`
	item.accessibilityInformation = { label: vscode.l10n.t('Image {0}, {1}', reference ?? label, item.description) }
	return item
}

function usersText(users: readonly ContainerRecord[]): string {
	const [first] = users
	if (!first) return ''
	return users.length === 1
		? vscode.l10n.t('in use by {0}', first.name)
		: vscode.l10n.t('in use by {0} containers', users.length)
}

/** The group of images that nothing names. */
export function danglingItem(images: readonly ImageRecord[]): vscode.TreeItem {
	const item = new vscode.TreeItem(vscode.l10n.t('Dangling Images'), vscode.TreeItemCollapsibleState.Collapsed)
	item.description = String(images.length)
	item.iconPath = new vscode.ThemeIcon('circle-slash', dimmed)
	item.contextValue = 'danglingGroup'
	item.tooltip = vscode.l10n.t('Images without a name: what a rebuilt image or a moved tag left behind.')
	return item
}

export function imageTooltip(
	image: ImageRecord,
	users: readonly ContainerRecord[],
	{ platform, sizes }: Known,
): vscode.MarkdownString {
	return factsTooltip(image.tags[0] ?? shortId(image.id), [
		[vscode.l10n.t('Tags'), image.tags.join(', ')],
		[vscode.l10n.t('Digests'), image.digests.join(', ')],
		['ID', image.id],
		[vscode.l10n.t('Platform'), platform],
		[vscode.l10n.t('Size'), formatBytes(image.size)],
		[vscode.l10n.t('Shared with other images'), sizes && formatBytes(sizes.shared)],
		[vscode.l10n.t('Its own'), sizes && formatBytes(sizes.own)],
		[vscode.l10n.t('Created'), formatDate(image.createdAt)],
		[vscode.l10n.t('In use by'), users.map((user) => user.name).join(', ')],
	])
}

/** An image in a list to choose from. */
export function imageChoice(image: ImageRecord, reference: string | undefined) {
	return {
		label: reference ?? vscode.l10n.t('{0} (no name)', shortId(image.id)),
		description: [formatBytes(image.size), formatMoment(image.createdAt)].join(' · '),
		value: { image, reference },
	}
}

/** Every name of every image as a choice; those without a name last. */
export function imageChoices(images: Iterable<ImageRecord>) {
	const choices = [...images].flatMap((image) => {
		const references = referencesOf(image)
		return references.length > 0
			? references.map((reference) => imageChoice(image, reference))
			: [imageChoice(image, undefined)]
	})
	return choices.sort(
		(one, other) =>
			Number(one.value.reference === undefined) - Number(other.value.reference === undefined) ||
			one.label.localeCompare(other.label, undefined, { numeric: true }),
	)
}
