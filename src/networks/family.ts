/**
 * Which of the two families something is written in. Apart from the rest of what is known of addresses, which needs a
 * library that the topology's page goes without.
 */
export function isIPv6(subnetOrAddress: string): boolean {
	return subnetOrAddress.includes(':')
}

/** An address as it stands before a port (RFC 3986, section 3.2.2): `[fd00::2]`. */
export function bracketed(address: string): string {
	return isIPv6(address) ? `[${address}]` : address
}
