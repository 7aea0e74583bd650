import * as vscode from 'vscode'

/** What a driver is for, in as few words as a line of a list has room for. */
export function driverSummary(driver: string): string {
	switch (driver) {
		case 'bridge':
			return vscode.l10n.t('A switch inside this engine; the outside comes in by published ports.')
		case 'macvlan':
			return vscode.l10n.t('In the physical network, each container with a MAC address of its own.')
		case 'ipvlan':
			return vscode.l10n.t('In the physical network, under the MAC address of the parent interface.')
		case 'overlay':
			return vscode.l10n.t('Across the engines of a swarm.')
		default:
			return vscode.l10n.t('A plug-in of this engine.')
	}
}

/** What a driver does, in Docker's terms. */
export function driverMeaning(driver: string): string | undefined {
	switch (driver) {
		case 'bridge':
			return vscode.l10n.t(
				'A virtual switch inside this engine. Containers on it reach each other, by name too unless it is the default bridge; the outside reaches them through published ports.',
			)
		case 'host':
			return vscode.l10n.t('No isolation: containers use the network of the engine’s machine itself, ports included.')
		case 'null':
			return vscode.l10n.t('No network at all: containers have the loopback interface only.')
		case 'macvlan':
			return vscode.l10n.t(
				'Containers stand in the physical network, each with a MAC and an IP address of its own there. The engine’s machine itself cannot reach them.',
			)
		case 'ipvlan':
			return vscode.l10n.t(
				'Containers stand in the physical network with IP addresses of their own, sharing the MAC address of the parent interface.',
			)
		case 'overlay':
			return vscode.l10n.t(
				'Spans the engines of a swarm: containers on different machines reach each other over VXLAN.',
			)
		default:
			return undefined
	}
}

/** What a network's scope means. */
export function scopeMeaning(scope: string): string | undefined {
	switch (scope) {
		case 'local':
			return vscode.l10n.t('Exists on this engine only.')
		case 'swarm':
			return vscode.l10n.t('Known to every engine of the swarm.')
		case 'global':
			return vscode.l10n.t('Shared by several engines through an outside store.')
		default:
			return undefined
	}
}

export type NetworkFlag = 'internal' | 'attachable' | 'ingress' | 'ipv4' | 'ipv6' | 'encrypted'

/** What a yes-or-no setting of a network means. */
export function flagMeaning(flag: NetworkFlag): string {
	switch (flag) {
		case 'internal':
			return vscode.l10n.t(
				'No way out and none in: containers on it reach each other, and what listens on the engine’s machine.',
			)
		case 'attachable':
			return vscode.l10n.t('On a swarm: single containers may join too, not only services.')
		case 'ingress':
			return vscode.l10n.t('The swarm’s routing mesh: published ports of services, on every engine.')
		case 'ipv4':
			return vscode.l10n.t('Containers get an IPv4 address.')
		case 'ipv6':
			return vscode.l10n.t('Containers get an IPv6 address besides.')
		case 'encrypted':
			return vscode.l10n.t('IPsec between the engines of the swarm; costs speed.')
	}
}

/** What the parts of a network's address management are. */
export function addressingMeaning(part: 'subnet' | 'gateway' | 'ipRange' | 'auxiliary' | 'ipam'): string {
	switch (part) {
		case 'subnet':
			return vscode.l10n.t('All addresses of the network; it shares none with another network.')
		case 'gateway':
			return vscode.l10n.t('By which containers leave the network; the first address unless given.')
		case 'ipRange':
			return vscode.l10n.t('From which part of the subnet the engine gives addresses by itself.')
		case 'auxiliary':
			return vscode.l10n.t('Something else has them already: no container gets one.')
		case 'ipam':
			return vscode.l10n.t('Who gives the addresses: the engine itself (“default”), or a plug-in.')
	}
}

/** What an option of a network or of an endpoint does. */
export function optionMeaning(key: string): string | undefined {
	return optionMeanings[key]?.()
}

const optionMeanings: Readonly<Record<string, () => string>> = {
	'com.docker.network.bridge.name': () =>
		vscode.l10n.t('Name of the bridge on the engine’s machine; at most 15 characters.'),
	'com.docker.network.bridge.enable_icc': () =>
		vscode.l10n.t('“false” keeps the containers on it from reaching each other.'),
	'com.docker.network.bridge.enable_ip_masquerade': () =>
		vscode.l10n.t('Calls to the outside carry the machine’s address (NAT).'),
	'com.docker.network.bridge.host_binding_ipv4': () =>
		vscode.l10n.t('Where ports are published by default; 127.0.0.1 keeps them on this machine.'),
	'com.docker.network.bridge.default_bridge': () =>
		vscode.l10n.t('The network of containers for which none was named; resolves no names.'),
	'com.docker.network.bridge.inhibit_ipv4': () =>
		vscode.l10n.t('“true” gives the bridge no IPv4 address: there is no gateway.'),
	'com.docker.network.bridge.gateway_mode_ipv4': () => gatewayModeMeaning(),
	'com.docker.network.bridge.gateway_mode_ipv6': () => gatewayModeMeaning(),
	'com.docker.network.bridge.trusted_host_interfaces': () =>
		vscode.l10n.t(
			'Who comes in by these interfaces of the machine reaches published ports at the containers’ own addresses.',
		),
	'com.docker.network.driver.mtu': () =>
		vscode.l10n.t('The largest packet, in bytes. Lower it behind a VPN or tunnel.'),
	'com.docker.network.container_iface_prefix': () =>
		vscode.l10n.t('Begins the names of the interfaces inside containers.'),
	'com.docker.network.host_ipv4': () => vscode.l10n.t('Calls to the outside carry this address of the machine.'),
	'com.docker.network.enable_ipv6': () => flagMeaning('ipv6'),
	'com.docker.network.enable_ipv4': () => flagMeaning('ipv4'),
	parent: () => vscode.l10n.t('On which the network stands; “eth0.50” is VLAN 50 of eth0.'),
	macvlan_mode: () => vscode.l10n.t('“private”: containers are kept apart. “vepa”: they meet at the outer switch.'),
	ipvlan_mode: () => vscode.l10n.t('“l2”: in the parent’s network. “l3”: routed. “l3s”: routed, with the firewall.'),
	ipvlan_flag: () => vscode.l10n.t('“private”: containers are kept apart. “vepa”: they meet at the outer switch.'),
	encrypted: () => flagMeaning('encrypted'),
	'com.docker.network.driver.overlay.vxlanid_list': () =>
		vscode.l10n.t('VXLAN identifiers, one for each subnet; chosen by the swarm unless given.'),
	'com.docker.network.endpoint.ifname': () =>
		vscode.l10n.t('The name of the interface inside the container; at most 15 characters.'),
	'com.docker.network.endpoint.sysctls': () =>
		vscode.l10n.t('Kernel settings of this interface only; IFNAME stands for its name.'),
}

function gatewayModeMeaning(): string {
	return vscode.l10n.t(
		'“nat”: published ports only. “routed”: the same, without NAT. “nat-unprotected”: every port. “isolated”: no host.',
	)
}
