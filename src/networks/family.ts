/**
 * Which of the two families something is written in. Apart from the rest of what is known of addresses, which needs a
 * library that the topology's page goes without.
 */
export function isIPv6(subnetOrAddress: string): boolean {
	return subnetOrAddress.includes(':')
}
