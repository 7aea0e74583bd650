import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js'

const { isValid, isValidCIDR, parse, parseCIDR } = ipaddr

type Range = readonly [IPv4 | IPv6, number]

/** An address and how many of its bits name the network: `172.18.0.0/16`. */
export type SubnetProblem = 'syntax' | 'hostBits' | 'tooSmall'

/** What is wrong with a subnet; the engine would say so later, and less clearly. */
export function subnetProblem(text: string): SubnetProblem | undefined {
	const range = rangeOf(text)
	if (!range) return 'syntax'
	const [address, length] = range
	if (networkAddress(range) !== address.toNormalizedString()) return 'hostBits'
	// The network itself, a gateway and at least one container; broadcast besides in IPv4.
	return length > (address.kind() === 'ipv4' ? 30 : 126) ? 'tooSmall' : undefined
}

/** The subnet that someone meant who wrote an address inside of it. */
export function subnetOf(text: string): string | undefined {
	const range = rangeOf(text)
	return range && `${networkAddress(range)}/${range[1]}`
}

export function isIPv6(subnetOrAddress: string): boolean {
	return subnetOrAddress.includes(':')
}

export function isAddress(text: string): boolean {
	// ipaddr.js also reads the short and octal forms of old, which the engine doesn't.
	return isValid(text) && (isIPv6(text) || /^\d+(?:\.\d+){3}$/.test(text))
}

/** Whether an address belongs to a subnet. */
export function contains(subnet: string, address: string): boolean {
	const range = rangeOf(subnet)
	if (!range || !isAddress(address)) return false
	const parsed = parse(address)
	return parsed.kind() === range[0].kind() && parsed.match(range[0], range[1])
}

/** Whether two subnets have an address in common. */
export function overlap(one: string, other: string): boolean {
	const [range, otherRange] = [rangeOf(one), rangeOf(other)]
	if (!range || !otherRange || range[0].kind() !== otherRange[0].kind()) return false
	const length = Math.min(range[1], otherRange[1])
	return range[0].match(otherRange[0], length)
}

/** The first of the subnets that Docker itself hands out that overlaps none of these. */
export function freeSubnet(taken: readonly string[]): string | undefined {
	return [...pool()].find((subnet) => taken.every((other) => !overlap(subnet, other)))
}

// The engine's own default pools: 172.17–31/16, then 192.168 in pieces of /20.
function* pool(): Generator<string> {
	for (let second = 18; second < 32; second += 1) yield `172.${second}.0.0/16`
	for (let third = 0; third < 256; third += 16) yield `192.168.${third}.0/20`
}

function rangeOf(text: string): Range | undefined {
	if (!isValidCIDR(text)) return undefined
	const [address] = text.split('/')
	return address !== undefined && isAddress(address) ? parseCIDR(text) : undefined
}

function networkAddress([address, length]: Range): string {
	const bytes = address.toByteArray()
	const masked = bytes.map((byte, index) => byte & (0xff << Math.max(0, 8 - Math.max(0, length - index * 8))) & 0xff)
	return fromBytes(masked)
}

function fromBytes(bytes: readonly number[]): string {
	if (bytes.length === 4) return bytes.join('.')
	const words = Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0))
	return parse(words.map((word) => word.toString(16)).join(':')).toNormalizedString()
}
