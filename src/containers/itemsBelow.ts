import * as vscode from 'vscode'
import type { VolumeRecord } from '../engine/records.ts'
import { formatBytes } from '../ui/format.ts'
import { factsTooltip } from '../ui/tooltip.ts'
import { isAnonymous, shortName } from '../volumes/volume.ts'
import type { ContainerEndpoint, ContainerMount } from './details.ts'
import type { BelowNode } from './node.ts'
import { isOpenToEveryone, isRouted, portText, type Port } from './port.ts'
import type { DataAtRisk, Written } from './written.ts'

const { Collapsed, None } = vscode.TreeItemCollapsibleState

/** What stands below a container. */
export function belowItem(
	node: BelowNode,
	known: {
		readonly volume: (name: string) => VolumeRecord | undefined
		readonly isRunning: boolean
		/** Their names. */
		readonly networks: string
		/** Some port is open to everyone. */
		readonly isOpen: boolean
		readonly atRisk: DataAtRisk | undefined
	},
): vscode.TreeItem {
	switch (node.kind) {
		case 'mounts':
			return groupItem(vscode.l10n.t('Mounts'), 'mounts', 'database', '')
		case 'networks':
			return groupItem(vscode.l10n.t('Networks'), 'networks', 'type-hierarchy-sub', known.networks)
		case 'ports':
			return groupItem(vscode.l10n.t('Ports'), 'ports', 'plug', known.isOpen ? vscode.l10n.t('open to everyone') : '')
		case 'risk':
			return riskItem(known.atRisk)
		case 'mount':
			return mountItem(node.mount, node.mount.name === undefined ? undefined : known.volume(node.mount.name), known)
		case 'entry': {
			const item = new vscode.TreeItem(node.entry.name, node.entry.isFolder ? Collapsed : None)
			if (!node.entry.isFolder) {
				item.contextValue = 'temporaryFile'
				const title = vscode.l10n.t('Open File')
				item.command = { command: 'longshore.containers.openTemporaryFile', title, arguments: [node] }
			}
			return fileItem(item, node.path, node.entry.size)
		}
		case 'endpoint':
			return endpointItem(node.endpoint)
		case 'port':
			return portItem(node.port)
		case 'written':
		case 'noise':
			return writtenItem(node.kind, node.written)
		case 'more':
			return new vscode.TreeItem(vscode.l10n.t('{0} more, all smaller', node.count))
	}
}

function groupItem(label: string, contextValue: string, icon: string, description: string): vscode.TreeItem {
	const item = new vscode.TreeItem(label, Collapsed)
	item.description = description
	item.iconPath = new vscode.ThemeIcon(icon)
	item.contextValue = contextValue
	return item
}

function mountItem(
	mount: ContainerMount,
	volume: VolumeRecord | undefined,
	{ isRunning }: { readonly isRunning: boolean },
): vscode.TreeItem {
	const canOpen = mount.type === 'tmpfs' && isRunning
	const item = new vscode.TreeItem(mount.target, canOpen ? Collapsed : None)
	const facts = [
		mountKind(mount, volume),
		mount.type === 'volume' ? volumeLabel(mount, volume) : mount.source,
		mount.size === undefined ? '' : vscode.l10n.t('at most {0}', formatBytes(mount.size)),
		mount.readOnly ? vscode.l10n.t('read-only') : vscode.l10n.t('read/write'),
		mount.propagation === undefined || mount.propagation === 'rprivate' ? '' : mount.propagation,
	]
	item.description = facts.filter(Boolean).join(' · ')
	item.iconPath = new vscode.ThemeIcon(mountIcon(mount.type))
	item.contextValue = mount.type === 'volume' ? 'mount volume' : mount.type === 'bind' ? 'mount bind' : 'mount'
	item.accessibilityInformation = { label: vscode.l10n.t('Mount {0}, {1}', mount.target, item.description) }
	if (mount.type === 'volume') {
		item.command = {
			command: 'longshore.containers.showVolume',
			title: vscode.l10n.t('Show Volume'),
			arguments: [{ kind: 'mount', mount }],
		}
	}
	return item
}

function mountKind({ type, name }: ContainerMount, volume: VolumeRecord | undefined): string {
	if (type !== 'volume' || name === undefined) return type
	return isAnonymous(volume ?? { name, labels: {} }) ? vscode.l10n.t('anonymous volume') : vscode.l10n.t('volume')
}

function volumeLabel({ name = '' }: ContainerMount, volume: VolumeRecord | undefined): string {
	return shortName(volume ?? { name, labels: {} })
}

function mountIcon(type: string): string {
	switch (type) {
		case 'volume':
			return 'database'
		case 'bind':
			return 'folder-opened'
		case 'tmpfs':
			return 'zap'
		default:
			return 'link'
	}
}

export function mountTooltip(mount: ContainerMount): vscode.MarkdownString {
	return factsTooltip(mount.target, [
		[vscode.l10n.t('Type'), mount.type],
		[vscode.l10n.t('Volume'), mount.name],
		[vscode.l10n.t('Source'), mount.source],
		[vscode.l10n.t('Target'), mount.target],
		[vscode.l10n.t('Access'), mount.readOnly ? vscode.l10n.t('read-only') : vscode.l10n.t('read/write')],
		[vscode.l10n.t('Propagation'), mount.propagation],
		[vscode.l10n.t('Largest size'), mount.size === undefined ? undefined : formatBytes(mount.size)],
	])
}

function endpointItem(endpoint: ContainerEndpoint): vscode.TreeItem {
	const item = new vscode.TreeItem(endpoint.networkName)
	item.description = [
		...endpoint.addresses,
		endpoint.aliases.length > 0 ? vscode.l10n.t('also {0}', endpoint.aliases.join(', ')) : '',
	]
		.filter(Boolean)
		.join(' · ')
	item.iconPath = new vscode.ThemeIcon('type-hierarchy-sub')
	item.contextValue = 'endpoint'
	item.accessibilityInformation = { label: vscode.l10n.t('Network {0}, {1}', endpoint.networkName, item.description) }
	return item
}

export function endpointTooltip(endpoint: ContainerEndpoint): vscode.MarkdownString {
	return factsTooltip(endpoint.networkName, [
		[vscode.l10n.t('Addresses'), endpoint.addresses.join(', ')],
		[vscode.l10n.t('Aliases'), endpoint.aliases.join(', ')],
		[vscode.l10n.t('Gateway'), endpoint.gateway],
		['MAC', endpoint.macAddress],
	])
}

function portItem(port: Port): vscode.TreeItem {
	const item = new vscode.TreeItem(portText(port))
	const isOpen = isOpenToEveryone(port)
	item.description = [
		isOpen ? vscode.l10n.t('open to everyone') : '',
		port.hostPort !== undefined
			? port.hostAddresses.join(', ')
			: isRouted(port)
				? vscode.l10n.t('at the container’s own address')
				: vscode.l10n.t('not published'),
	]
		.filter(Boolean)
		.join(' · ')
	item.iconPath = isOpen
		? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
		: new vscode.ThemeIcon(port.hostPort === undefined && !isRouted(port) ? 'circle-outline' : 'globe')
	item.contextValue = port.hostPort !== undefined && port.protocol === 'tcp' ? 'port web' : 'port'
	item.accessibilityInformation = { label: vscode.l10n.t('Port {0}, {1}', portText(port), item.description) }
	return item
}

export function portTooltip(port: Port): string | undefined {
	return isOpenToEveryone(port)
		? vscode.l10n.t(
				'Published on all addresses of the host: whoever reaches the host reaches this port. Publish it as 127.0.0.1:{0}:{1} to keep it to this machine.',
				port.hostPort ?? '',
				port.containerPort,
			)
		: undefined
}

function riskItem(atRisk: DataAtRisk | undefined): vscode.TreeItem {
	const item = new vscode.TreeItem(vscode.l10n.t('Data at Risk'), Collapsed)
	if (atRisk) item.description = atRisk.data.files === 0 ? vscode.l10n.t('none') : amountText(atRisk.data)
	item.iconPath = new vscode.ThemeIcon('flame')
	item.contextValue = 'risk'
	item.tooltip = vscode.l10n.t('What the container wrote outside of volumes. It is lost when the container is removed.')
	return item
}

function writtenItem(kind: 'written' | 'noise', written: Written): vscode.TreeItem {
	const isFolder = written.children !== undefined
	const label = kind === 'noise' && written.path === '/' ? vscode.l10n.t('Temporary Files and Caches') : written.name
	const item = new vscode.TreeItem(label, isFolder ? Collapsed : None)
	if (!isFolder) return fileItem(item, written.path, written.isIncomplete ? undefined : written.size)
	item.description = amountText(written)
	item.iconPath = vscode.ThemeIcon.Folder
	item.contextValue = kind === 'noise' ? 'noise' : 'writtenFolder'
	item.tooltip = written.path
	return item
}

/** `12.3 MB · 40 files` */
export function amountText({ size, files, isIncomplete }: Written): string {
	const bytes = isIncomplete ? vscode.l10n.t('at least {0}', formatBytes(size)) : formatBytes(size)
	return [bytes, files === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', files)].join(' · ')
}

function fileItem(item: vscode.TreeItem, path: string, size: number | undefined): vscode.TreeItem {
	const isFolder = item.collapsibleState !== None
	item.iconPath = isFolder ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File
	// The theme's icon for a kind of file goes by its name.
	if (!isFolder) item.resourceUri = vscode.Uri.from({ scheme: 'longshore-container', path })
	item.description = isFolder ? '' : size === undefined ? vscode.l10n.t('size unknown') : formatBytes(size)
	item.tooltip = path
	return item
}
