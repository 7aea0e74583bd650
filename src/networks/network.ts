import type { ContainerRecord, EndpointRecord, Labels, NetworkRecord } from '../engine/records.ts'

const builtIn: ReadonlySet<string> = new Set(['bridge', 'host', 'none', 'nat'])

/** Made by the engine itself, and not to be removed. */
export function isBuiltIn({ name, ingress }: Pick<NetworkRecord, 'name' | 'ingress'>): boolean {
	return ingress || builtIn.has(name) || name === 'docker_gwbridge'
}

/** One's own first, by name; the engine's after. */
export function inOrder(one: NetworkRecord, other: NetworkRecord): number {
	return Number(isBuiltIn(one)) - Number(isBuiltIn(other)) || collator.compare(one.name, other.name)
}

const collator = new Intl.Collator(undefined, { numeric: true })

/**
 * By what a container's endpoints name their networks. A container that was never started knows only the name.
 */
export function networkKeysOf(container: ContainerRecord): readonly string[] {
	return container.endpoints.map(keyOf)
}

/** Both keys under which a network's endpoints may be found. */
export function keysOf({ id, name }: Pick<NetworkRecord, 'id' | 'name'>): readonly string[] {
	return [id, nameKey(name)]
}

/** Which endpoint joins a container to a network. */
export function endpointOf(
	container: Pick<ContainerRecord, 'endpoints'>,
	network: Pick<NetworkRecord, 'id' | 'name'>,
): EndpointRecord | undefined {
	const keys = keysOf(network)
	return container.endpoints.find((endpoint) => keys.includes(keyOf(endpoint)))
}

function keyOf(endpoint: EndpointRecord): string {
	return endpoint.networkId || nameKey(endpoint.networkName)
}

function nameKey(name: string): string {
	return `name:${name}`
}

/** Its subnets, as they are written. */
export function subnetsOf(network: NetworkRecord): readonly string[] {
	return network.pools.flatMap(({ subnet }) => subnet ?? [])
}

/** Addresses of an endpoint, without the length of the network's part. */
export function addressesOf(endpoint: EndpointRecord): readonly string[] {
	return [endpoint.ipv4Address, endpoint.ipv6Address].flatMap((address) => address ?? [])
}

export type NameProblem = 'empty' | 'start' | 'character' | 'reserved'

/** What the engine would refuse in a network's name. */
export function nameProblem(name: string): NameProblem | undefined {
	if (name === '') return 'empty'
	if (builtIn.has(name) || name === 'default' || name === 'container') return 'reserved'
	if (!/^[a-zA-Z\d]/.test(name)) return 'start'
	return /^[\w.-]+$/.test(name) ? undefined : 'character'
}

export interface SubnetSpecification {
	readonly subnet: string
	readonly gateway: string | undefined
}

/** What a new network shall be. */
export interface NetworkSpecification {
	readonly name: string
	readonly driver: string
	readonly internal: boolean
	readonly attachable: boolean
	readonly ipv6: boolean
	readonly subnets: readonly SubnetSpecification[]
	readonly options: Labels
	readonly labels: Labels
}
