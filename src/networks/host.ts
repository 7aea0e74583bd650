import { readdir, readFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { isOnThisMachine } from '../containers/engineHost.ts'
import type { Endpoint } from '../engine/endpoint.ts'
import { compareAddresses, subnetOf } from './address.ts'
import { isIPv6 } from './family.ts'
import type { EngineFacts } from './operations/engineFacts.ts'

/** What leads somewhere from this machine, so that a network of the same addresses would hide it. */
export interface HostRoute {
	readonly subnet: string
	readonly interfaceName: string
}

/** A network interface of this machine that a macvlan or ipvlan network could stand on. */
export interface HostInterface {
	readonly name: string
	readonly subnets: readonly string[]
}

/** This machine's network. */
export interface Host {
	readonly interfaces: readonly HostInterface[]
	readonly routes: readonly HostRoute[]
}

/**
 * The network of the machine that the engine runs on, where that certainly is this one: Linux, and not
 * rootless, whose engine has a network of its own.
 */
export async function hostOf(endpoint: Endpoint, facts: EngineFacts): Promise<Host | undefined> {
	const isHere = process.platform === 'linux' && isOnThisMachine(endpoint, facts.name)
	if (!isHere || facts.rootless) return undefined
	const addresses = Object.entries(networkInterfaces()).map(([name, list = []]) => ({
		name,
		subnets: list.flatMap(({ cidr, scopeid }) => (cidr && !scopeid ? (subnetOf(cidr) ?? []) : [])),
	}))
	const subnetsByName = new Map(addresses.map(({ name, subnets }) => [name, subnets]))
	// Interfaces without an address are only known there.
	const names = new Set([...(await readdir('/sys/class/net').catch(() => [])), ...subnetsByName.keys()])
	const [routes, routes6] = await Promise.all(
		['/proc/net/route', '/proc/net/ipv6_route'].map((path) => readFile(path, 'utf8').catch(() => '')),
	)
	return {
		interfaces: [...names]
			.filter(isPossibleParent)
			.sort()
			.map((name) => ({ name, subnets: subnetsByName.get(name) ?? [] })),
		routes: [...parseRoutes(routes ?? ''), ...parseIPv6Routes(routes6 ?? '')],
	}
}

/** Docker's own bridges and the ends of containers' cables are no parents. */
export function isPossibleParent(name: string): boolean {
	return !/^(?:lo|veth.*|br-[\da-f]{12}|docker0|docker_gwbridge|d[im]-[\da-f]{12})$/.test(name)
}

/** `/proc/net/route` (proc_net(5)): hexadecimal, in the machine's order of bytes. The way to everywhere is left out. */
export function parseRoutes(text: string): readonly HostRoute[] {
	return text.split('\n').flatMap((line) => {
		const [interfaceName = '', destination = '', , , , , , mask = ''] = line.split(/\s+/)
		if (!/^[\dA-F]{8}$/i.test(destination) || !/^[\dA-F]{8}$/i.test(mask)) return []
		const length = bitsOf(mask)
		return length === 0 ? [] : { subnet: `${littleEndian(destination)}/${length}`, interfaceName }
	})
}

/** `/proc/net/ipv6_route`: what is on a link of its own, for many at once, or for this machine alone is left out. */
export function parseIPv6Routes(text: string): readonly HostRoute[] {
	return text.split('\n').flatMap((line) => {
		const words = line.trim().split(/\s+/)
		const [destination = '', prefix = ''] = words
		const interfaceName = words.at(-1) ?? ''
		if (!/^[\da-f]{32}$/.test(destination) || /^f(?:f|e[89ab])/.test(destination) || interfaceName === 'lo') return []
		const length = Number.parseInt(prefix, 16)
		const address = destination.match(/.{4}/g)?.join(':') ?? ''
		return length === 0 || length === 128 ? [] : { subnet: subnetOf(`${address}/${length}`) ?? '', interfaceName }
	})
}

/** The subnet of an interface that a network on it would share. */
export function subnetOfInterface(
	host: Host | undefined,
	name: string | undefined,
	version: 4 | 6,
): string | undefined {
	const found = host?.interfaces.find((each) => each.name === name)
	return found?.subnets.filter((subnet) => isIPv6(subnet) === (version === 6)).sort(compareAddresses)[0]
}

function littleEndian(hexadecimal: string): string {
	const bytes = hexadecimal.match(/../g) ?? []
	return bytes
		.reverse()
		.map((byte) => Number.parseInt(byte, 16))
		.join('.')
}

function bitsOf(mask: string): number {
	return Number.parseInt(mask, 16).toString(2).replaceAll('0', '').length
}
