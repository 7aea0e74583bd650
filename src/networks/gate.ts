import type { EndpointRecord, PortRecord } from '../engine/records.ts'
import { bracketed, isIPv6 } from './family.ts'
import { addressesOf, isOnParent } from './network.ts'
import type { Segment } from './reachability.ts'

/** An endpoint by which a sandbox gets to the host, and the other way round. */
export interface Gate {
	readonly network: Segment
	readonly endpoint: EndpointRecord
}

/** What of an endpoint is reached at its own address from beyond its network, by who has a route to it. */
export interface DirectEntry {
	readonly address: string
	/** Undefined where all are. */
	readonly ports: readonly PortRecord[] | undefined
}

/** `10.1.0.2:80`; `10.1.0.2:*` where all ports are open. */
export function entryTexts({ address, ports }: DirectEntry): readonly string[] {
	const host = bracketed(address)
	return ports ? ports.map(({ containerPort }) => `${host}:${containerPort}`) : [`${host}:*`]
}

/**
 * Whether the host has an address of its own on a network: on bridges, internal ones too, unless they are made to have
 * none. Whoever is there reaches what the host's programs listen on.
 */
export function isHostOn({ driver, options }: Segment): boolean {
	const hasNone = modeOf(options, 4) === 'isolated' || options['com.docker.network.bridge.inhibit_ipv4'] === 'true'
	return driver === 'bridge' && !hasNone
}

/** Over which packets get through the host: macvlan and ipvlan keep their parent's host out, internal networks all. */
export function isWayOut({ internal, driver }: Segment): boolean {
	return !internal && !isOnParent(driver)
}

/**
 * The host's interface in whose network the containers of a macvlan or ipvlan network stand; undefined for all other
 * networks, and for those that stand on none: the engine closes them.
 */
export function parentOf({ internal, driver, options }: Segment): string | undefined {
	const { parent } = options
	return isOnParent(driver) && !internal && parent !== '' ? parent : undefined
}

/** Whether who is on a network gets out of it into the world, through the host or past it. */
export function leadsOutside(network: Segment): boolean {
	return isWayOut(network) || parentOf(network) !== undefined
}

/** The host's addresses on a network; a network tells its gateway only where it was asked for. */
export function hostAddresses({ network, endpoint }: Gate): readonly string[] {
	const own = [endpoint.ipv4Gateway, endpoint.ipv6Gateway].flatMap((address) => address ?? [])
	return own.length > 0 ? own : network.pools.flatMap(({ gateway }) => gateway?.split('/')[0] ?? [])
}

/**
 * By the network's gateway mode (Docker's documentation, *Port publishing and mapping*): `routed` lets in what is
 * published, and needs no port of the host; `nat-unprotected` lets in everything, but not from other bridges. Who
 * stands in a physical network has no gate before them at all.
 */
export function directEntries({ network, endpoint }: Gate, ports: readonly PortRecord[]): readonly DirectEntry[] {
	if (parentOf(network) !== undefined) return addressesOf(endpoint).map((address) => ({ address, ports: undefined }))
	if (network.driver !== 'bridge' || network.internal) return []
	const addresses = [
		[4, endpoint.ipv4Address],
		[6, endpoint.ipv6Address],
	] as const
	return addresses.flatMap(([family, address]): readonly DirectEntry[] => {
		const mode = modeOf(network.options, family)
		if (address === undefined) return []
		if (mode === 'nat-unprotected') return [{ address, ports: undefined }]
		const published = ports.filter(
			(port) => isPublishedAsItIs(port) && isIPv6(port.hostAddress ?? '') === (family === 6),
		)
		return mode === 'routed' && published.length > 0 ? [{ address, ports: published }] : []
	})
}

/** Published, but on no port of the host. */
export function isPublishedAsItIs({ hostAddress, hostPort }: PortRecord): boolean {
	return hostAddress !== undefined && hostPort === undefined
}

function modeOf(options: Segment['options'], family: 4 | 6): string | undefined {
	return options[`com.docker.network.bridge.gateway_mode_ipv${family}`]
}
