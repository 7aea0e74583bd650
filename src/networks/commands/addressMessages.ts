import * as vscode from 'vscode'
import type { NetworkRecord } from '../../engine/records.ts'
import { contains, isAddress, isIPv6, overlap, subnetOf, subnetProblem } from '../address.ts'
import { subnetsOf } from '../network.ts'

/** What is wrong with a subnet for a new network; nothing if it is fine. Empty is fine only for IPv4. */
export function subnetMessage(subnet: string, version: 4 | 6, networks: readonly NetworkRecord[]): string | undefined {
	if (subnet === '') return version === 6 ? vscode.l10n.t('An IPv6 network needs a subnet.') : undefined
	switch (subnetProblem(subnet)) {
		case 'syntax':
			return vscode.l10n.t('A subnet is an address and a length, such as 172.20.0.0/16.')
		case 'hostBits':
			return vscode.l10n.t('This is an address inside of a subnet. The subnet is {0}.', subnetOf(subnet) ?? '')
		case 'tooSmall':
			return vscode.l10n.t('This subnet has no room for a container.')
		case undefined:
			break
	}
	if (isIPv6(subnet) !== (version === 6)) return vscode.l10n.t('This must be an IPv{0} subnet.', version)
	const holder = networks.find((network) => subnetsOf(network).some((other) => overlap(subnet, other)))
	return holder && vscode.l10n.t('It overlaps with {0} of “{1}”.', subnetsOf(holder).join(', '), holder.name)
}

/** What is wrong with a gateway; nothing if it is fine, or empty. */
export function gatewayMessage(gateway: string, subnet: string): string | undefined {
	if (gateway === '') return undefined
	if (!isAddress(gateway)) return vscode.l10n.t('This is not an IP address.')
	return contains(subnet, gateway) ? undefined : vscode.l10n.t('The gateway is not within {0}.', subnet)
}
