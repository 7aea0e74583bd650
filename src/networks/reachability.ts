import type { ContainerRecord, Labels, NetworkRecord, PortRecord } from '../engine/records.ts'
import { bracketed, isIPv6 } from './family.ts'
import {
	directEntries,
	hostAddresses,
	isHostOn,
	isPublishedAsItIs,
	isWayOut,
	leadsOutside,
	type DirectEntry,
	type Gate,
} from './gate.ts'
import { addressesOf, endpointOf, joinBar } from './network.ts'

/** What of a container counts for whom it can reach. Aliases of its endpoints are wanted: lists leave them out. */
export type Peer = Pick<ContainerRecord, 'id' | 'name' | 'state' | 'labels' | 'networkMode' | 'endpoints' | 'ports'>

/** What of a network counts for who can reach whom over it. */
export type Segment = Pick<
	NetworkRecord,
	'id' | 'name' | 'driver' | 'scope' | 'internal' | 'ingress' | 'labels' | 'options' | 'pools'
>

export interface Model {
	readonly containers: readonly Peer[]
	readonly networks: readonly Segment[]
}

/** One way by which a container reaches another. */
export type Way =
	/** Both live in one sandbox, and find each other at localhost. */
	| { readonly kind: 'sandbox' }
	/** Both have an endpoint on a network. Names are empty where none resolve; addresses, where the other is stopped. */
	| {
			readonly kind: 'network'
			readonly networkId: string
			readonly networkName: string
			readonly names: readonly string[]
			readonly addresses: readonly string[]
	  }
	/** The one lives in the host's own sandbox, which has a foot in every bridge network. */
	| { readonly kind: 'fromHost'; readonly networkName: string; readonly addresses: readonly string[] }
	/** The other lives in the host's own sandbox, whose addresses are the gateways. */
	| { readonly kind: 'toHost'; readonly networkName: string; readonly addresses: readonly string[] }
	/** At the other's own address, to ports that it publishes on a network that the host routes to (`gateway_mode`). */
	| { readonly kind: 'routed'; readonly networkName: string; readonly entries: readonly DirectEntry[] }
	/** Through a port that the other publishes on the host. */
	| { readonly kind: 'published'; readonly port: PortRecord; readonly addresses: readonly string[] }

/** Why there is no way, or why one that seems to be there is closed. */
export type Obstacle =
	| { readonly kind: 'noSharedNetwork' }
	| { readonly kind: 'noNetwork'; readonly container: string }
	| { readonly kind: 'lostSandbox'; readonly container: string }
	/** `com.docker.network.bridge.enable_icc=false`, or the private mode of macvlan and ipvlan. */
	| { readonly kind: 'isolating'; readonly networkName: string }
	/** Published, but the network is closed to the host's ports. */
	| { readonly kind: 'internal'; readonly networkName: string }
	/** Published, but only for the host itself. */
	| { readonly kind: 'loopbackOnly'; readonly port: PortRecord }
	/** Others are published, but not this one that is asked for. */
	| { readonly kind: 'notPublished'; readonly port: number }

export interface Reach {
	/** The best one first; empty where there is none. */
	readonly ways: readonly Way[]
	readonly obstacles: readonly Obstacle[]
	/** Who has to be started first. */
	readonly stopped: readonly string[]
}

/**
 * Whether and how one container reaches another, by Docker's rules (Container Network Model; bridge, overlay, macvlan
 * and ipvlan drivers). What the containers' own programs listen on and filter is not known to it.
 */
export function reach(model: Model, from: Peer, to: Peer): Reach {
	const [source, target] = [sandboxOf(model, from), sandboxOf(model, to)]
	const stopped = [...new Set([from, to])].filter(({ state }) => !isUp(state)).map(({ name }) => name)
	if (!source || !target) {
		const lost = [...(source ? [] : [from]), ...(target ? [] : [to])]
		return { ways: [], obstacles: lost.map(({ name }) => ({ kind: 'lostSandbox', container: name })), stopped }
	}
	if (source === target || (isHost(source) && isHost(target))) {
		return { ways: [{ kind: 'sandbox' }], obstacles: [], stopped }
	}
	const obstacles: Obstacle[] = []
	const direct = isHost(source)
		? waysFromHost(model, target)
		: isHost(target)
			? waysToHost(model, source)
			: sharedWays(model, source, target, obstacles)
	const ways = direct.length > 0 ? direct : waysThroughHost(model, source, target, obstacles)
	if (ways.length === 0 && obstacles.every(({ kind }) => kind === 'loopbackOnly' || kind === 'internal')) {
		const lonely = [source, target].filter((peer) => !isHost(peer) && joined(model, peer).length === 0)
		if (lonely.length === 0) obstacles.unshift({ kind: 'noSharedNetwork' })
		else obstacles.unshift(...lonely.map(({ name }) => ({ kind: 'noNetwork', container: name }) as const))
	}
	return { ways, obstacles, stopped }
}

/** The container whose sandbox this one lives in: itself, or that of `container:…`; nothing where that is gone. */
export function sandboxOf({ containers }: Model, peer: Peer): Peer | undefined {
	const seen = new Set<string>()
	let owner = peer
	while (owner.networkMode.startsWith('container:')) {
		if (seen.has(owner.id)) return undefined
		seen.add(owner.id)
		const wanted = owner.networkMode.slice('container:'.length)
		const next = containers.find(({ id, name }) => id === wanted || name === wanted)
		if (!next) return undefined
		owner = next
	}
	return owner
}

export function isHost(peer: Peer): boolean {
	return joinBar(peer) === 'host'
}

/** The networks that a sandbox has an endpoint on; neither the host's own nor `none`. */
export function joined({ networks }: Model, peer: Peer): readonly Gate[] {
	return networks.filter(isShared).flatMap((network) => {
		const endpoint = endpointOf(peer, network)
		return endpoint ? [{ network, endpoint }] : []
	})
}

/** Whether it joins sandboxes at all: `host` and `none` don't. */
export function isShared({ driver }: Pick<Segment, 'driver'>): boolean {
	return driver !== 'host' && driver !== 'null'
}

/** The network that containers get that ask for none; only addresses work on it, no names. */
export function isDefaultBridge({ name, driver, options }: Pick<Segment, 'name' | 'driver' | 'options'>): boolean {
	return options['com.docker.network.bridge.default_bridge'] === 'true' || (name === 'bridge' && driver === 'bridge')
}

/** Whether its endpoints are kept apart from each other. */
export function isIsolating({ options }: Pick<Segment, 'options'>): boolean {
	const isPrivate = options['macvlan_mode'] === 'private' || options['ipvlan_flag'] === 'private'
	return isPrivate || options['com.docker.network.bridge.enable_icc'] === 'false'
}

/** By which names others on a network find a container there; the engine's own DNS answers. */
export function namesOn(network: Segment, peer: Peer): readonly string[] {
	if (isDefaultBridge(network)) return []
	const aliases = endpointOf(peer, network)?.aliases ?? []
	const service = composeService(peer.labels)
	// Compose gives the service's name as an alias to each endpoint; the engine gives the short id.
	const known = [...aliases, ...(service !== undefined && aliases.length === 0 ? [service] : []), peer.name]
	return [...new Set(known)].filter((name) => !(name.length === 12 && peer.id.startsWith(name)))
}

export function composeService(labels: Labels): string | undefined {
	return labels['com.docker.compose.service']
}

export type Audience = 'everyone' | 'host' | 'address'

/** To whom a port is open that is published on an address of the host. */
export function audienceOf({ hostAddress }: Pick<PortRecord, 'hostAddress'>): Audience {
	if (hostAddress === undefined || hostAddress === '0.0.0.0' || hostAddress === '::') return 'everyone'
	return hostAddress.startsWith('127.') || hostAddress === '::1' ? 'host' : 'address'
}

/** Ports by which a container is reached from the host, or beyond. */
export function publishedPorts({ ports }: Pick<Peer, 'ports'>): readonly PortRecord[] {
	return ports.filter(({ hostPort }) => hostPort !== undefined)
}

/** `127.0.0.1:8080 → 80/tcp`; `*` stands for every address of the host. */
export function portText({ hostAddress, hostPort, containerPort, protocol }: PortRecord): string {
	const address = hostAddress === undefined ? '*' : bracketed(hostAddress)
	return `${address}:${hostPort ?? ''} → ${containerPort}/${protocol}`
}

/** How a sandbox is reached at its own addresses from beyond its networks, by who has a route there. */
export function directWaysIn(model: Model, sandbox: Peer): readonly DirectEntry[] {
	return joined(model, sandbox).flatMap((gate) => directEntries(gate, sandbox.ports))
}

/** Networks over which a sandbox gets out into the world. */
export function waysOut(model: Model, peer: Peer): readonly Segment[] {
	const sandbox = sandboxOf(model, peer)
	if (!sandbox || isHost(sandbox)) return []
	return joined(model, sandbox).flatMap(({ network }) => (leadsOutside(network) ? network : []))
}

function isUp(state: Peer['state']): boolean {
	return state === 'running' || state === 'paused'
}

function sharedWays(model: Model, source: Peer, target: Peer, obstacles: Obstacle[]): readonly Way[] {
	return joined(model, source).flatMap(({ network }): readonly Way[] => {
		const endpoint = endpointOf(target, network)
		if (!endpoint) return []
		if (isIsolating(network)) {
			obstacles.push({ kind: 'isolating', networkName: network.name })
			return []
		}
		const names = namesOn(network, target)
		return [
			{ kind: 'network', networkId: network.id, networkName: network.name, names, addresses: addressesOf(endpoint) },
		]
	})
}

function waysFromHost(model: Model, target: Peer): readonly Way[] {
	return joined(model, target).flatMap(({ network, endpoint }) =>
		isHostOn(network) ? { kind: 'fromHost', networkName: network.name, addresses: addressesOf(endpoint) } : [],
	)
}

function waysToHost(model: Model, source: Peer): readonly Way[] {
	return joined(model, source)
		.filter(({ network }) => (network.driver === 'bridge' ? isHostOn(network) : isWayOut(network)))
		.map((gate) => ({ kind: 'toHost', networkName: gate.network.name, addresses: hostAddresses(gate) }))
}

function waysThroughHost(model: Model, source: Peer, target: Peer, obstacles: Obstacle[]): readonly Way[] {
	const gates = joined(model, source).filter(({ network }) => isWayOut(network))
	if (!isHost(source) && gates.length === 0) {
		obstacles.push(...wallsBefore(model, source, target))
		return []
	}
	return [...routedWays(model, gates, target), ...publishedWays(source, gates, target, obstacles)]
}

/** What keeps a sandbox from ports that are open to others: it is on internal networks alone. */
function wallsBefore(model: Model, source: Peer, target: Peer): readonly Obstacle[] {
	if (!publishedPorts(target).some((port) => audienceOf(port) !== 'host')) return []
	const networks = joined(model, source).map(({ network }) => network)
	if (!networks.every(({ internal }) => internal)) return []
	return networks.map(({ name }) => ({ kind: 'internal', networkName: name }))
}

function routedWays(model: Model, gates: readonly Gate[], target: Peer): readonly Way[] {
	// Whoever publishes nothing of this kind is most, and every pair of containers comes by here.
	if (!target.ports.some(isPublishedAsItIs)) return []
	const families = new Set(gates.flatMap(({ endpoint }) => addressesOf(endpoint)).map(isIPv6))
	return joined(model, target).flatMap(({ network, endpoint }): readonly Way[] => {
		const entries = directEntries({ network, endpoint }, target.ports).filter(
			// What is open to all routes is still kept from other bridges.
			({ address, ports }) => ports !== undefined && families.has(isIPv6(address)),
		)
		return entries.length > 0 ? [{ kind: 'routed', networkName: network.name, entries }] : []
	})
}

function publishedWays(source: Peer, gates: readonly Gate[], target: Peer, obstacles: Obstacle[]): readonly Way[] {
	return publishedPorts(target).flatMap((port): readonly Way[] => {
		if (isHost(source)) return [{ kind: 'published', port, addresses: ['localhost'] }]
		const { hostAddress } = port
		switch (audienceOf(port)) {
			case 'host':
				obstacles.push({ kind: 'loopbackOnly', port })
				return []
			case 'everyone': {
				// One of the two families, where the engine tells them apart.
				const fits = (address: string) => hostAddress === undefined || isIPv6(address) === isIPv6(hostAddress)
				const all = gates.flatMap(hostAddresses)
				const addresses = all.filter(fits)
				return all.length > 0 && addresses.length === 0 ? [] : [{ kind: 'published', port, addresses }]
			}
			case 'address':
				return [{ kind: 'published', port, addresses: hostAddress === undefined ? [] : [hostAddress] }]
		}
	})
}
