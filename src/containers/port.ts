import type { PortRecord } from '../engine/records.ts'

/** A port of a container, with all addresses of the host that lead to it. */
export interface Port {
	readonly containerPort: number
	/** `tcp`, `udp`, `sctp`. */
	readonly protocol: string
	/** Nothing where the port is exposed but not published. */
	readonly hostPort: number | undefined
	readonly hostAddresses: readonly string[]
}

/** The same port of the host is listed once for IPv4 and once for IPv6: here it is one. Published ones first. */
export function portsOf(records: readonly PortRecord[]): readonly Port[] {
	const ports = new Map<string, Port>()
	for (const { containerPort, protocol, hostAddress, hostPort } of records) {
		const key = `${hostPort} ${containerPort}/${protocol}`
		const known = ports.get(key)?.hostAddresses ?? []
		const hostAddresses = hostAddress === undefined ? known : [...known, hostAddress]
		ports.set(key, { containerPort, protocol, hostPort, hostAddresses })
	}
	return [...ports.values()].sort(
		(one, other) => Number(one.hostPort === undefined) - Number(other.hostPort === undefined),
	)
}

/** `8080→80/tcp`, or `80/tcp` where nothing leads to it. */
export function portText({ hostPort, containerPort, protocol }: Port): string {
	return hostPort === undefined ? `${containerPort}/${protocol}` : `${hostPort}→${containerPort}/${protocol}`
}

/** Whoever reaches the host reaches this port: it is published on all of its addresses. */
export function isOpenToEveryone({ hostPort, hostAddresses }: Port): boolean {
	return hostPort !== undefined && (hostAddresses.length === 0 || hostAddresses.some(isWildcard))
}

/** Published on no port of the host: on a network that the host routes to. */
export function isRouted({ hostPort, hostAddresses }: Port): boolean {
	return hostPort === undefined && hostAddresses.length > 0
}

function isWildcard(address: string): boolean {
	return address === '0.0.0.0' || address === '::' || address === ''
}

const secured: ReadonlySet<number> = new Set([443, 8443])

/**
 * Where a browser finds a published TCP port.
 *
 * @param engineHost How the engine's host is reached: `localhost`, or a name.
 */
export function webAddress(port: Port, engineHost: string): string | undefined {
	if (port.hostPort === undefined || port.protocol !== 'tcp') return undefined
	const [address] = port.hostAddresses
	const host = address === undefined || isOpenToEveryone(port) ? engineHost : address
	const scheme = secured.has(port.containerPort) ? 'https' : 'http'
	return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port.hostPort}/`
}
