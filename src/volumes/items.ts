import * as vscode from 'vscode'
import { composeProject, mountsOf } from '../containers/container.ts'
import type { ContainerRecord, MountRecord, VolumeRecord } from '../engine/records.ts'
import { stateIcon, stateText } from '../ui/containerState.ts'
import { formatMoment, formatBytes, formatDate } from '../ui/format.ts'
import { factsTooltip } from '../ui/tooltip.ts'
import { isAnonymous, shortName } from './volume.ts'

/** A volume: name; driver, project, users and size beside it. */
export function volumeItem(
	volume: VolumeRecord,
	users: readonly ContainerRecord[],
	{ size, isProtected }: { readonly size: number | undefined; readonly isProtected: boolean },
): vscode.TreeItem {
	const name = shortName(volume)
	const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed)
	const facts = [
		isAnonymous(volume) ? vscode.l10n.t('anonymous') : '',
		isProtected ? vscode.l10n.t('read-only') : '',
		volume.driver === 'local' ? (volume.options['type'] ?? '') : volume.driver,
		composeProject(volume.labels) ?? '',
		size === undefined ? '' : formatBytes(size),
		usersText(users),
		volume.createdAt ? formatMoment(volume.createdAt) : '',
	]
	item.description = facts.filter(Boolean).join(' · ')
	item.iconPath = users.length > 0 ? used : unused
	item.contextValue = [
		users.length > 0 ? 'volume inUse' : 'volume removable',
		isProtected ? 'protected' : 'editable',
	].join(' ')
	item.accessibilityInformation = { label: vscode.l10n.t('Volume {0}, {1}', name, item.description) }
	return item
}

const used = new vscode.ThemeIcon('database', new vscode.ThemeColor('charts.blue'))
const unused = new vscode.ThemeIcon('database', new vscode.ThemeColor('disabledForeground'))

function usersText(users: readonly ContainerRecord[]): string {
	const [first, second] = users
	if (!first) return vscode.l10n.t('not in use')
	if (!second) return vscode.l10n.t('in use by {0}', first.name)
	return users.length === 2
		? vscode.l10n.t('in use by {0} and {1}', first.name, second.name)
		: vscode.l10n.t('in use by {0} containers', users.length)
}

export function volumeTooltip(
	volume: VolumeRecord,
	users: readonly ContainerRecord[],
	size: number | undefined,
): vscode.MarkdownString {
	return factsTooltip(volume.name, [
		[vscode.l10n.t('Driver'), volume.driver],
		[vscode.l10n.t('Scope'), volume.scope],
		[vscode.l10n.t('Compose project'), composeProject(volume.labels)],
		[vscode.l10n.t('Created'), volume.createdAt && formatDate(volume.createdAt)],
		[vscode.l10n.t('Size'), size === undefined ? undefined : formatBytes(size)],
		[vscode.l10n.t('In use by'), users.map((user) => user.name).join(', ') || vscode.l10n.t('no container')],
		[vscode.l10n.t('Mount point'), volume.mountpoint],
		[vscode.l10n.t('Driver options'), pairs(withoutPassword(volume.options))],
		[vscode.l10n.t('Labels'), pairs(volume.labels)],
	])
}

function pairs(texts: Readonly<Record<string, string>>): string {
	return Object.entries(texts)
		.map(([key, value]) => `${key}=${value}`)
		.join(', ')
}

// The options of a CIFS volume hold its password in plain text.
function withoutPassword(options: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
	return Object.fromEntries(
		Object.entries(options).map(([key, value]) => [key, value.replaceAll(/(pass(?:word)?=)[^,]*/gi, '$1•••')]),
	)
}

/** A container that mounts a volume: where, and whether it may write. */
export function mountItem(container: ContainerRecord, mount: MountRecord): vscode.TreeItem {
	const item = new vscode.TreeItem(container.name)
	const access = mount.readOnly ? vscode.l10n.t('read-only') : vscode.l10n.t('read/write')
	item.description = `${mount.destination} · ${access} · ${stateText(container.state)}`
	item.iconPath = stateIcon(container.state)
	item.contextValue = 'mount container'
	item.accessibilityInformation = { label: vscode.l10n.t('Container {0}, {1}', container.name, item.description) }
	return item
}

export function mountTooltip(container: ContainerRecord, mount: MountRecord): vscode.MarkdownString {
	return factsTooltip(container.name, [
		[vscode.l10n.t('State'), stateText(container.state)],
		[vscode.l10n.t('Image'), container.image],
		[vscode.l10n.t('Mounted at'), mount.destination],
		[vscode.l10n.t('Access'), mount.readOnly ? vscode.l10n.t('read-only') : vscode.l10n.t('read/write')],
		[vscode.l10n.t('Compose project'), composeProject(container.labels)],
	])
}

/** A volume in a list to choose from. */
export function volumeChoice(volume: VolumeRecord, users: readonly ContainerRecord[]) {
	const places = users.flatMap((user) =>
		mountsOf(user, volume.name).map((mount) => `${user.name}: ${mount.destination}`),
	)
	return {
		label: shortName(volume),
		description: [volume.driver, usersText(users)].join(' · '),
		detail: places.join(', '),
		value: volume,
	}
}
