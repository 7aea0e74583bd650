import { compareCodes, sortByName } from '../engine/naturalOrder.ts'
import type { ContainerRecord, EndpointRecord, Labels, NetworkRecord } from '../engine/records.ts'

const builtIn: ReadonlySet<string> = new Set(['bridge', 'host', 'none', 'nat'])

/** Made by the engine itself, and not to be removed. */
export function isBuiltIn({ name, ingress }: Pick<NetworkRecord, 'name' | 'ingress'>): boolean {
	return ingress || builtIn.has(name) || name === 'docker_gwbridge'
}

/** One's own first, by name; the engine's after. Those of one name, which an engine lists as it likes, by id. */
export function inOrder<N extends Pick<NetworkRecord, 'id' | 'name' | 'ingress'>>(networks: Iterable<N>): N[] {
	const byId = [...networks].sort((one, other) => compareCodes(one.id, other.id))
	return sortByName(byId, ({ name }) => name, isBuiltIn)
}

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
	/** The engine takes the first address where none is given. */
	readonly gateway: string | undefined
	/** From which part of the subnet the engine gives addresses; the whole if not given. */
	readonly ipRange?: string | undefined
	/** Addresses that no container gets, by what has them. */
	readonly auxiliaryAddresses?: Labels
}

/** What a new network shall be. */
export interface NetworkSpecification {
	readonly name: string
	readonly driver: string
	readonly internal: boolean
	readonly attachable: boolean
	/** Only from API 1.48 on it can be false. */
	readonly ipv4?: boolean
	readonly ipv6: boolean
	readonly subnets: readonly SubnetSpecification[]
	/** Who gives addresses; the engine itself (`default`) if not given. */
	readonly ipamDriver?: string
	readonly ipamOptions?: Labels
	readonly options: Labels
	readonly labels: Labels
}

/** How a container joins. */
export interface EndpointSpecification {
	readonly aliases: readonly string[]
	/** The engine chooses where none is given. */
	readonly ipv4Address: string | undefined
	readonly ipv6Address: string | undefined
	readonly linkLocalAddresses?: readonly string[]
	readonly options?: Labels
	/** The network with the highest one is the container's way out; 0 if not given. From API 1.48 on. */
	readonly gatewayPriority?: number
	/** `container:alias`, as `--link` makes them. */
	readonly links?: readonly string[]
}

/** Whether containers can join and leave it while they run. */
export function isJoinable({ driver, ingress }: Pick<NetworkRecord, 'driver' | 'ingress'>): boolean {
	return driver !== 'host' && driver !== 'null' && !ingress
}

/** Why the engine joins a container to no network: it has the host's, another container's, or wants `none`. */
export function joinBar({
	networkMode,
	endpoints,
}: Pick<ContainerRecord, 'networkMode' | 'endpoints'>): 'host' | 'sandbox' | 'none' | undefined {
	const isOn = (name: string) => endpoints.some(({ networkName }) => networkName === name)
	if (networkMode === 'host' || isOn('host')) return 'host'
	if (networkMode.startsWith('container:')) return 'sandbox'
	return isOn('none') ? 'none' : undefined
}

/** Whether it stands in the network of the host: its containers get addresses of that. */
export function isOnParent(driver: string): boolean {
	return driver === 'macvlan' || driver === 'ipvlan'
}

/** Options that no second network can have: its interface, its VXLAN identifiers, being the default bridge. */
const ownOptions: ReadonlySet<string> = new Set([
	'com.docker.network.bridge.name',
	'com.docker.network.bridge.default_bridge',
	'com.docker.network.driver.overlay.vxlanid_list',
])

const composeLabel = /^com\.docker\.compose\./

/** The settings of a network for a second one beside it: without what only one can have. */
export function duplicateOf(
	original: NetworkSpecification,
	name: string,
	freeSubnetLike: (subnet: string) => string | undefined,
): NetworkSpecification {
	const options = Object.entries(original.options).filter(([key]) => !ownOptions.has(key))
	const labels = Object.entries(original.labels).filter(([key]) => !composeLabel.test(key))
	return {
		...original,
		name,
		options: Object.fromEntries(options),
		labels: Object.fromEntries(labels),
		subnets: original.subnets.flatMap(({ subnet }) => {
			const free = freeSubnetLike(subnet)
			return free === undefined ? [] : { subnet: free, gateway: undefined }
		}),
	}
}

/** A name that no network has yet: `shop_2`. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
	let number = 2
	while (isTaken(`${name}_${number}`)) number += 1
	return `${name}_${number}`
}
