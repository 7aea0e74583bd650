import * as vscode from 'vscode'
import type { ContainerRecord, NetworkRecord } from '../../engine/records.ts'
import {
	contains,
	isAddress,
	isLinkLocal,
	isReserved,
	isSameAddress,
	isWithin,
	overlap,
	subnetOf,
	subnetProblem,
} from '../address.ts'
import { isIPv6 } from '../family.ts'
import type { Host } from '../host.ts'
import { addressesOf, subnetsOf } from '../network.ts'

/** What is wrong with a subnet for a new network; nothing if it is fine, or empty. */
export function subnetMessage(
	subnet: string,
	version: 4 | 6,
	networks: readonly NetworkRecord[],
	besides: readonly string[] = [],
): string | undefined {
	if (subnet === '') return undefined
	switch (subnetProblem(subnet)) {
		case 'syntax':
			return version === 4
				? vscode.l10n.t('A subnet is an address and a length, such as 172.20.0.0/16.')
				: vscode.l10n.t('A subnet is an address and a length, such as fd12:3456:789a::/64.')
		case 'hostBits':
			return vscode.l10n.t('This is an address inside of a subnet. The subnet is {0}.', subnetOf(subnet) ?? '')
		case 'tooSmall':
			return vscode.l10n.t('This subnet has no room for a container.')
		case undefined:
			break
	}
	if (isIPv6(subnet) !== (version === 6)) return vscode.l10n.t('This must be an IPv{0} subnet.', version)
	const own = besides.find((other) => overlap(subnet, other))
	if (own !== undefined) return vscode.l10n.t('It overlaps with {0} of this network.', own)
	const holder = networks.find((network) => subnetsOf(network).some((other) => overlap(subnet, other)))
	return holder && vscode.l10n.t('It overlaps with {0} of “{1}”.', subnetsOf(holder).join(', '), holder.name)
}

/** What a subnet would hide from the engine's machine. Not the engine's business, so it would not say so. */
export function routeMessage(subnet: string, host: Host | undefined): string | undefined {
	const route = host?.routes.find((each) => overlap(subnet, each.subnet))
	return (
		route &&
		vscode.l10n.t(
			'This machine reaches {0} through “{1}”: it would no longer, as far as they overlap. Enter takes it nevertheless.',
			route.subnet,
			route.interfaceName,
		)
	)
}

/** What is wrong with a gateway; nothing if it is fine, or empty. */
export function gatewayMessage(gateway: string, subnet: string): string | undefined {
	if (gateway === '') return undefined
	if (!isAddress(gateway)) return vscode.l10n.t('This is not an IP address.')
	if (!contains(subnet, gateway)) return vscode.l10n.t('The gateway is not within {0}.', subnet)
	return isReserved(subnet, gateway)
		? vscode.l10n.t('Nobody can have the first and last address of a subnet.')
		: undefined
}

/** What is wrong with the part of a subnet from which addresses are given; nothing if it is fine, or empty. */
export function rangeMessage(range: string, subnet: string): string | undefined {
	if (range === '') return undefined
	const inside = subnetOf(range)
	if (inside === undefined) return vscode.l10n.t('A range is written as a smaller subnet: an address and a length.')
	if (!isWithin(subnet, range)) return vscode.l10n.t('The range is not within {0}.', subnet)
	return subnetProblem(range) === 'hostBits'
		? vscode.l10n.t('This is an address inside of a range. The range is {0}.', inside)
		: undefined
}

/** What is wrong with the addresses that something else has, by name. */
export function auxiliaryMessage(
	addresses: Readonly<Record<string, string>>,
	subnet: string,
	gateway: string | undefined,
): string | undefined {
	for (const [name, address] of Object.entries(addresses)) {
		if (!isAddress(address)) return vscode.l10n.t('“{0}” needs an IP address: {0}=10.0.0.5.', name)
		if (!contains(subnet, address)) return vscode.l10n.t('{0} is not within {1}.', address, subnet)
		if (gateway !== undefined && isSameAddress(address, gateway)) {
			return vscode.l10n.t('{0} is the gateway’s address.', address)
		}
	}
	return undefined
}

/** What is wrong with an address for a container on a network; nothing if it is fine, or empty. */
export function addressMessage(
	address: string,
	version: 4 | 6,
	network: NetworkRecord,
	users: readonly ContainerRecord[],
): string | undefined {
	if (address === '') return undefined
	if (!isAddress(address)) return vscode.l10n.t('This is not an IP address.')
	if (isIPv6(address) !== (version === 6)) return vscode.l10n.t('This must be an IPv{0} address.', version)
	const subnets = subnetsOf(network)
	const subnet = subnets.find((each) => contains(each, address))
	if (subnet === undefined) return vscode.l10n.t('The address is not within {0}.', subnets.join(', '))
	if (isReserved(subnet, address)) return vscode.l10n.t('Nobody can have the first and last address of a subnet.')
	if (network.pools.some(({ gateway }) => isSameAddress(gateway?.split('/')[0] ?? '', address))) {
		return vscode.l10n.t('This is the gateway’s address.')
	}
	const reserved = network.pools.flatMap(({ auxiliaryAddresses }) => Object.entries(auxiliaryAddresses))
	const reservation = reserved.find(([, other]) => isSameAddress(other, address))
	if (reservation) return vscode.l10n.t('This address is kept for “{0}”.', reservation[0])
	const holder = users.find(({ endpoints }) =>
		endpoints.some(
			(endpoint) =>
				endpoint.networkId === network.id && addressesOf(endpoint).some((other) => isSameAddress(other, address)),
		),
	)
	return holder && vscode.l10n.t('{0} has this address already.', holder.name)
}

/** What is wrong with addresses that are to be valid on one link only. */
export function linkLocalMessage(addresses: readonly string[]): string | undefined {
	const wrong = addresses.find((address) => !isLinkLocal(address))
	return wrong && vscode.l10n.t('“{0}” is not a link-local address: 169.254.x.y or fe80::….', wrong)
}
