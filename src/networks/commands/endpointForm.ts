import * as vscode from 'vscode'
import { isAtLeast, type Engine } from '../../engine/engine.ts'
import type { ContainerRecord, NetworkRecord } from '../../engine/records.ts'
import { runForm, type FormLine } from '../../ui/form.ts'
import { formatPairs } from '../../ui/pairs.ts'
import { isIPv6 } from '../family.ts'
import { endpointOptions, optionsFor } from '../driverOptions.ts'
import { subnetsOf, type EndpointSpecification } from '../network.ts'
import { gatewayPrioritySince } from '../operations.ts'
import { addressMessage, linkLocalMessage } from './addressMessages.ts'
import { askAnyOption } from './settings/optionLines.ts'
import { askText } from './settings/askText.ts'

/** A container that shall join a network. */
export interface Joining {
	readonly network: NetworkRecord
	readonly container: ContainerRecord
}

type Line = FormLine<EndpointSpecification>

export const plainEndpoint: EndpointSpecification = { aliases: [], ipv4Address: undefined, ipv6Address: undefined }

/**
 * How containers shall join: all of it on one page. Addresses are asked only where one container joins one network.
 *
 * @param usersOf The containers that are on a network already.
 * @returns Nothing if the person left.
 */
export function askEndpoint(
	title: string,
	engine: Engine,
	joining: readonly Joining[],
	usersOf: (network: NetworkRecord) => readonly ContainerRecord[],
	initial: EndpointSpecification = plainEndpoint,
): Promise<EndpointSpecification | undefined> {
	const prompt = vscode.l10n.t('The first line connects; any other changes what it shows')
	const [first] = joining
	const only = joining.length === 1 ? first : undefined
	// The default bridge knows neither names nor chosen addresses.
	const isPlain = joining.every(({ network }) => network.name === 'bridge')
	return runForm(title, prompt, initial, (specification) => [
		acceptLine(joining),
		...(isPlain ? [] : [aliasLine(title, specification)]),
		...(only && !isPlain ? addressLines(title, specification, only.network, usersOf(only.network)) : []),
		...moreLines(title, specification, engine, first?.network.driver ?? 'bridge'),
	])
}

function acceptLine(joining: readonly Joining[]): Line {
	const [first] = joining
	const list = (names: readonly string[]) => [...new Set(names)].join(', ')
	const containers = list(joining.map(({ container }) => container.name))
	const networks = list(joining.map(({ network }) => network.name))
	return {
		id: 'accept',
		label: `$(plug) ${vscode.l10n.t('Connect {0} to {1}', containers, networks)}`,
		detail: joining.length === 1 && first ? subnetsOf(first.network).join(' · ') : '',
	}
}

function aliasLine(title: string, { aliases }: EndpointSpecification): Line {
	return {
		id: 'aliases',
		heading: vscode.l10n.t('Names'),
		label: `$(mention) ${vscode.l10n.t('Aliases')}`,
		value: aliases.join(', ') || vscode.l10n.t('none'),
		detail: vscode.l10n.t('Other names by which containers on this network find it, besides its own.'),
		edit: async (before) => {
			const text = await askText(title, {
				prompt: vscode.l10n.t('Other names by which it is found there, separated by spaces; may be empty'),
				placeholder: 'db database',
				value: before.aliases.join(' '),
				validate: (typed) =>
					words(typed).every((word) => /^[a-zA-Z\d](?:[a-zA-Z\d_.-]*[a-zA-Z\d])?$/.test(word))
						? undefined
						: vscode.l10n.t('A name has letters, digits, “.”, “_” and “-”.'),
			})
			return text === undefined ? undefined : { ...before, aliases: words(text) }
		},
	}
}

function addressLines(
	title: string,
	{ ipv4Address, ipv6Address, linkLocalAddresses = [] }: EndpointSpecification,
	network: NetworkRecord,
	users: readonly ContainerRecord[],
): readonly Line[] {
	const chosen = vscode.l10n.t('chosen by the engine')
	const line = (version: 4 | 6, present: string | undefined): Line => {
		const subnets = subnetsOf(network).filter((subnet) => isIPv6(subnet) === (version === 6))
		return {
			id: `IPv${version}`,
			label: `$(symbol-numeric) ${version === 4 ? vscode.l10n.t('IPv4 address') : vscode.l10n.t('IPv6 address')}`,
			value: present ?? chosen,
			detail: vscode.l10n.t('A fixed address within {0}; it stays while the container lives.', subnets.join(', ')),
			edit: async (before) => {
				const text = await askText(title, {
					prompt: vscode.l10n.t('Its address in {0}; empty: the engine chooses', subnets.join(', ')),
					placeholder: chosen,
					value: present ?? '',
					validate: (typed) => addressMessage(typed, version, network, users),
				})
				if (text === undefined) return undefined
				return { ...before, [version === 4 ? 'ipv4Address' : 'ipv6Address']: text || undefined }
			},
		}
	}
	const has = (version: 4 | 6) => subnetsOf(network).some((subnet) => isIPv6(subnet) === (version === 6))
	const lines = [...(has(4) ? [line(4, ipv4Address)] : []), ...(has(6) ? [line(6, ipv6Address)] : [])]
	return [
		...lines.map((each, index) => (index === 0 ? { ...each, heading: vscode.l10n.t('Addresses') } : each)),
		{
			id: 'linkLocal',
			label: `$(link) ${vscode.l10n.t('Link-local addresses')}`,
			value: linkLocalAddresses.join(', ') || vscode.l10n.t('none'),
			detail: vscode.l10n.t('Further addresses that are valid on this network alone and are never routed.'),
			edit: async (before) => {
				const text = await askText(title, {
					prompt: vscode.l10n.t('Link-local addresses, separated by spaces; may be empty'),
					placeholder: '169.254.34.68 fe80::34:68',
					value: linkLocalAddresses.join(' '),
					validate: (typed) => linkLocalMessage(words(typed)),
				})
				return text === undefined ? undefined : { ...before, linkLocalAddresses: words(text) }
			},
		},
	]
}

function moreLines(
	title: string,
	{ options = {}, gatewayPriority = 0 }: EndpointSpecification,
	{ apiVersion }: Engine,
	driver: string,
): readonly Line[] {
	return [
		{
			id: 'options',
			heading: vscode.l10n.t('More'),
			label: `$(settings-gear) ${vscode.l10n.t('Options of the driver')}`,
			value: formatPairs(options) || vscode.l10n.t('none'),
			detail: vscode.l10n.t('What the driver shall do for this connection alone.'),
			edit: async (before) => {
				const changed = await askAnyOption(title, optionsFor(endpointOptions, driver, apiVersion), options)
				return changed && { ...before, options: changed }
			},
		},
		...(isAtLeast(apiVersion, gatewayPrioritySince)
			? [
					{
						id: 'gatewayPriority',
						label: `$(sign-out) ${vscode.l10n.t('Gateway priority')}`,
						value: String(gatewayPriority),
						detail: vscode.l10n.t('The network with the highest one is the container’s way out; 0 unless set.'),
						edit: async (before: EndpointSpecification) => {
							const text = await askText(title, {
								prompt: vscode.l10n.t('Gateway priority: a whole number, also below zero'),
								value: String(gatewayPriority),
								validate: (typed) =>
									/^-?\d{1,9}$/.test(typed) ? undefined : vscode.l10n.t('This is not a whole number.'),
							})
							return text === undefined ? undefined : { ...before, gatewayPriority: Number(text) }
						},
					},
				]
			: []),
	]
}

function words(text: string): readonly string[] {
	return text.split(/[\s,]+/).filter(Boolean)
}
