import * as vscode from 'vscode'
import { composeProject } from '../containers/container.ts'
import type { ContainerRecord, EndpointRecord, NetworkRecord } from '../engine/records.ts'
import { stateIcon, stateText } from '../ui/containerState.ts'
import { formatDate } from '../ui/format.ts'
import { formatPairs } from '../ui/pairs.ts'
import { factsTooltip } from '../ui/tooltip.ts'
import {
	addressingMeaning,
	driverMeaning,
	flagMeaning,
	optionMeaning,
	scopeMeaning,
	type NetworkFlag,
} from './explanations.ts'
import { addressesOf, isBuiltIn, subnetsOf } from './network.ts'

/** A network: name; driver, subnets and what sets it apart beside it. */
export function networkItem(network: NetworkRecord, users: readonly ContainerRecord[]): vscode.TreeItem {
	const item = new vscode.TreeItem(
		network.name,
		users.length > 0 ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
	)
	item.description = factsOf(network).join(' · ')
	item.iconPath = new vscode.ThemeIcon(
		iconOf(network),
		new vscode.ThemeColor(users.length > 0 ? 'charts.blue' : 'disabledForeground'),
	)
	item.contextValue = isBuiltIn(network) ? 'network builtIn' : users.length > 0 ? 'network inUse' : 'network removable'
	item.accessibilityInformation = {
		label: vscode.l10n.t('Network {0}, {1}, {2} containers', network.name, item.description, users.length),
	}
	return item
}

function factsOf(network: NetworkRecord): readonly string[] {
	return [
		network.driver,
		...subnetsOf(network),
		network.internal ? vscode.l10n.t('internal') : '',
		network.attachable ? vscode.l10n.t('attachable') : '',
		network.scope === 'local' || network.scope === '' ? '' : network.scope,
		composeProject(network.labels) ?? '',
	].filter(Boolean)
}

function iconOf({ driver, internal }: NetworkRecord): string {
	if (internal) return 'lock'
	switch (driver) {
		case 'host':
			return 'server'
		case 'null':
			return 'circle-slash'
		case 'overlay':
			return 'globe'
		case 'macvlan':
		case 'ipvlan':
			return 'radio-tower'
		default:
			return 'type-hierarchy-sub'
	}
}

export function networkTooltip(network: NetworkRecord, users: readonly ContainerRecord[]): vscode.MarkdownString {
	const yes = (flag: boolean) => (flag ? vscode.l10n.t('yes') : vscode.l10n.t('no'))
	const flag = (name: string, isOn: boolean, meaning: NetworkFlag) =>
		[name, yes(isOn), isOn ? flagMeaning(meaning) : undefined] as const
	return factsTooltip(network.name, [
		[vscode.l10n.t('Driver'), network.driver, driverMeaning(network.driver)],
		[vscode.l10n.t('Scope'), network.scope, network.scope === 'local' ? undefined : scopeMeaning(network.scope)],
		[vscode.l10n.t('Subnet'), subnetsOf(network).join(', ')],
		[vscode.l10n.t('Gateway'), network.pools.flatMap(({ gateway }) => gateway ?? []).join(', ')],
		[
			vscode.l10n.t('Range'),
			network.pools.flatMap(({ ipRange }) => ipRange ?? []).join(', '),
			addressingMeaning('ipRange'),
		],
		[
			vscode.l10n.t('Reserved'),
			network.pools
				.map(({ auxiliaryAddresses }) => formatPairs(auxiliaryAddresses))
				.filter(Boolean)
				.join(' '),
			addressingMeaning('auxiliary'),
		],
		flag(vscode.l10n.t('Internal'), network.internal, 'internal'),
		...(network.driver === 'overlay' || network.attachable
			? [flag(vscode.l10n.t('Attachable'), network.attachable, 'attachable')]
			: []),
		...(network.ingress ? [flag(vscode.l10n.t('Ingress'), true, 'ingress')] : []),
		['IPv6', yes(network.ipv6)],
		[vscode.l10n.t('Containers'), users.map((user) => user.name).join(', ')],
		[vscode.l10n.t('Compose project'), composeProject(network.labels)],
		[vscode.l10n.t('Created'), network.createdAt && formatDate(network.createdAt)],
		// An option without a value, such as `encrypted`, is set nevertheless.
		...Object.entries(network.options).map(
			([key, value]) =>
				[key.replace(/^com\.docker\.network\./, ''), value || vscode.l10n.t('yes'), optionMeaning(key)] as const,
		),
		[vscode.l10n.t('Labels'), formatPairs(network.labels)],
		// As docker writes it; the whole of it is in what is inspected.
		['ID', network.id.slice(0, 12)],
	])
}

/** A container on a network: its addresses there, and by which other names it is found. */
export function endpointItem(
	container: ContainerRecord,
	endpoint: EndpointRecord,
	aliases: readonly string[],
): vscode.TreeItem {
	const item = new vscode.TreeItem(container.name)
	const addresses = addressesOf(endpoint)
	item.description = [
		...(addresses.length > 0 ? addresses : [stateText(container.state)]),
		aliases.length > 0 ? vscode.l10n.t('also {0}', aliases.join(', ')) : '',
	]
		.filter(Boolean)
		.join(' · ')
	item.iconPath = stateIcon(container.state)
	item.contextValue = 'endpoint container'
	item.accessibilityInformation = { label: vscode.l10n.t('Container {0}, {1}', container.name, item.description) }
	return item
}

export function endpointTooltip(
	container: ContainerRecord,
	endpoint: EndpointRecord,
	aliases: readonly string[],
): vscode.MarkdownString {
	const withLength = (address: string | undefined, length: number | undefined) =>
		address && (length === undefined ? address : `${address}/${length}`)
	return factsTooltip(container.name, [
		[vscode.l10n.t('State'), stateText(container.state)],
		['IPv4', withLength(endpoint.ipv4Address, endpoint.ipv4PrefixLength)],
		['IPv6', withLength(endpoint.ipv6Address, endpoint.ipv6PrefixLength)],
		['MAC', endpoint.macAddress],
		[vscode.l10n.t('Aliases'), aliases.join(', ')],
		[vscode.l10n.t('Published ports'), container.ports.flatMap(portText).join(', ')],
		[vscode.l10n.t('Image'), container.image],
		[vscode.l10n.t('Compose project'), composeProject(container.labels)],
	])
}

function portText({ hostAddress, hostPort, containerPort, protocol }: ContainerRecord['ports'][number]): string[] {
	return hostPort === undefined ? [] : [`${hostAddress ?? ''}:${hostPort} → ${containerPort}/${protocol}`]
}

/** A network in a list to choose from. */
export function networkChoice(network: NetworkRecord, users: readonly ContainerRecord[]) {
	return {
		label: network.name,
		description: factsOf(network).join(' · '),
		detail: users.map((user) => user.name).join(', '),
		value: network,
	}
}
