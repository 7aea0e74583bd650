import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js'
import { isIPv6 } from './family.ts'

const { isValid, isValidCIDR, parse, parseCIDR } = ipaddr

type Range = readonly [IPv4 | IPv6, number]

/** An address and how many of its bits name the network: `172.18.0.0/16`. */
export type SubnetProblem = 'syntax' | 'hostBits' | 'tooSmall'

/** What is wrong with a subnet; the engine would say so later, and less clearly. */
export function subnetProblem(text: string): SubnetProblem | undefined {
	const range = rangeOf(text)
	if (!range) return 'syntax'
	const [address, length] = range
	if (!isSameAddress(networkAddress(range), address.toString())) return 'hostBits'
	// The network itself, a gateway and at least one container; broadcast besides in IPv4.
	return length > (address.kind() === 'ipv4' ? 30 : 126) ? 'tooSmall' : undefined
}

/** The subnet that someone meant who wrote an address inside of it. */
export function subnetOf(text: string): string | undefined {
	const range = rangeOf(text)
	return range && `${networkAddress(range)}/${range[1]}`
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

/** Whether a subnet, or a range of one, lies wholly within another. */
export function isWithin(outer: string, inner: string): boolean {
	const [range, innerRange] = [rangeOf(outer), rangeOf(inner)]
	if (!range || !innerRange || range[0].kind() !== innerRange[0].kind()) return false
	return innerRange[1] >= range[1] && innerRange[0].match(range[0], range[1])
}

/** Whether two texts mean the same address: `fd00::1` and `fd00:0::0001`. */
export function isSameAddress(one: string, other: string): boolean {
	return isAddress(one) && isAddress(other) && parse(one).toNormalizedString() === parse(other).toNormalizedString()
}

/** The network's own address and, in IPv4, the one that means everybody: nobody can have them. */
export function isReserved(subnet: string, address: string): boolean {
	const range = rangeOf(subnet)
	if (!range || !contains(subnet, address)) return false
	const [own, length] = range
	const ends = parse(address)
		.toByteArray()
		.map((byte, index) => {
			const ofHost = 0xff >> Math.min(8, Math.max(0, length - index * 8))
			return { none: (byte & ofHost) === 0, all: (byte & ofHost) === ofHost }
		})
	return ends.every(({ none }) => none) || (own.kind() === 'ipv4' && ends.every(({ all }) => all))
}

/** The address that the engine takes for the gateway where none is given: the first of the subnet. */
export function firstAddress(subnet: string): string | undefined {
	const range = rangeOf(subnet)
	if (!range) return undefined
	const bytes = parse(networkAddress(range)).toByteArray()
	return fromBytes([...bytes.slice(0, -1), (bytes.at(-1) ?? 0) + 1])
}

/** Whether an address is one that is valid on its own link only: 169.254.0.0/16 (RFC 3927), fe80::/10 (RFC 4291). */
export function isLinkLocal(address: string): boolean {
	return contains('169.254.0.0/16', address) || contains('fe80::/10', address)
}

/** Orders addresses by their value; IPv4 first. */
export function compareAddresses(one: string, other: string): number {
	const [bytes, otherBytes] = [one, other].map((text) => (isAddress(text) ? parse(text).toByteArray() : []))
	if (!bytes || !otherBytes || bytes.length !== otherBytes.length) {
		return (bytes?.length ?? 0) - (otherBytes?.length ?? 0)
	}
	const at = bytes.findIndex((byte, index) => byte !== otherBytes[index])
	return at === -1 ? 0 : (bytes[at] ?? 0) - (otherBytes[at] ?? 0)
}

/**
 * A subnet for local use that overlaps none of these: `fdXX:XXXX:XXXX::/64` (RFC 4193, section 3.2).
 *
 * @param random Five random bytes at each call: the global identifier.
 */
export function freeUniqueLocalSubnet(taken: readonly string[], random: () => Uint8Array): string | undefined {
	for (let attempt = 0; attempt < 64; attempt += 1) {
		const subnet = `${fromBytes([0xfd, ...random().slice(0, 5), ...Array.from({ length: 10 }, () => 0)])}/64`
		if (taken.every((other) => !overlap(subnet, other))) return subnet
	}
	return undefined
}

/** The first of the subnets that Docker itself hands out, then of 10.0.0.0/8, that overlaps none of these. */
export function freeSubnet(taken: readonly string[]): string | undefined {
	return [...pool()].find((subnet) => taken.every((other) => !overlap(subnet, other)))
}

// The engine's own default pools: 172.17–31/16, then 192.168 in pieces of /20.
function* pool(): Generator<string> {
	for (let second = 18; second < 32; second += 1) yield `172.${second}.0.0/16`
	for (let third = 0; third < 256; third += 16) yield `192.168.${third}.0/20`
	for (let second = 0; second < 256; second += 1) yield `10.${second}.0.0/16`
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
	return ipaddr.fromByteArray([...bytes]).toString()
}
