import { byName, composeProject } from '../../containers/container.ts'
import type { ContainerState } from '../../engine/records.ts'
import { directEntries, entryTexts, isWayOut, leadsOutside, parentOf } from '../gate.ts'
import { addressesOf, isBuiltIn, joinBar } from '../network.ts'
import {
	audienceOf,
	directWaysIn,
	isDefaultBridge,
	isHost,
	isShared,
	joined,
	portText,
	publishedPorts,
	sandboxOf,
	type Audience,
	type Model,
	type Peer,
	type Segment,
} from '../reachability.ts'

/** An endpoint of Docker's Container Network Model: what joins a sandbox to a network. */
export interface EndpointLine {
	readonly networkId: string
	readonly networkName: string
	readonly addresses: readonly string[]
}

export interface PortLine {
	readonly text: string
	/** `routed`: whoever has a route to its network. */
	readonly audience: Audience | 'routed'
}

export type GraphNode = { readonly id: string; readonly label: string; readonly group: string | undefined } & (
	| { readonly kind: 'outside' | 'host' }
	| {
			readonly kind: 'network'
			readonly networkId: string
			readonly driver: string
			readonly subnets: readonly string[]
			readonly internal: boolean
			/** The interface past the host by which it leads outside. */
			readonly parent: string | undefined
			readonly members: number
	  }
	| {
			readonly kind: 'container'
			readonly containerId: string
			readonly state: ContainerState
			readonly endpoints: readonly EndpointLine[]
			readonly ports: readonly PortLine[]
			/** The name of the container whose sandbox it shares. */
			readonly sandboxOf: string | undefined
			/** Whether the engine would let it join a network. */
			readonly canJoin: boolean
			/** Where its sandbox has its connections from. */
			readonly mode: 'networks' | 'host' | 'none' | 'sandbox'
	  }
)

export type NetworkGraphNode = Extract<GraphNode, { kind: 'network' }>
export type ContainerGraphNode = Extract<GraphNode, { kind: 'container' }>

/** `uplink`: a network that the host, or the world itself, leads outside. `published`: a way in through the host. */
export interface GraphEdge {
	readonly id: string
	readonly kind: 'endpoint' | 'uplink' | 'published' | 'sandbox' | 'outside'
	readonly from: string
	readonly to: string
}

export interface Graph {
	readonly nodes: readonly GraphNode[]
	readonly edges: readonly GraphEdge[]
	/** Compose projects, in order. */
	readonly groups: readonly string[]
}

export const outsideId = 'outside'
export const hostId = 'host'

export function networkNodeId(id: string): string {
	return `network/${id}`
}

export function containerNodeId(id: string): string {
	return `container/${id}`
}

/** What the topology shows: sandboxes with their endpoints, networks, the host and the outside world. */
export function graphOf(model: Model): Graph {
	const containers = model.containers.toSorted(byName)
	const members = new Map(model.networks.map((network) => [network.id, [] as Peer[]]))
	for (const peer of containers) for (const { network } of joined(model, peer)) members.get(network.id)?.push(peer)
	const networks = model.networks
		.filter((network) => isShared(network) && !network.ingress)
		.filter((network) => !isBuiltIn(network) || isDefaultBridge(network) || members.get(network.id)?.length)
		.toSorted(byName)
	const nodes = [
		...networks.map((network) => networkNode(network, members.get(network.id) ?? [])),
		...containers.map((peer) => containerNode(model, peer)),
	]
	const edges = [...networks.flatMap(uplinkOf), ...containers.flatMap((peer) => edgesOf(model, peer))]
	return {
		nodes: [
			{ kind: 'outside', id: outsideId, label: '', group: undefined },
			{ kind: 'host', id: hostId, label: '', group: undefined },
			...nodes,
		],
		edges: [edge('outside', outsideId, hostId), ...edges],
		groups: [...new Set(nodes.flatMap(({ group }) => group ?? []))].sort((one, other) =>
			one.localeCompare(other, undefined, { numeric: true }),
		),
	}
}

function networkNode(network: Segment, members: readonly Peer[]): NetworkGraphNode {
	const projects = new Set(members.map(({ labels }) => composeProject(labels)))
	const [only] = projects
	return {
		kind: 'network',
		id: networkNodeId(network.id),
		networkId: network.id,
		label: network.name,
		// One that compose did not make belongs to the project that alone uses it.
		group: composeProject(network.labels) ?? (projects.size === 1 && !isBuiltIn(network) ? only : undefined),
		driver: network.driver,
		subnets: network.pools.flatMap(({ subnet }) => subnet ?? []),
		internal: network.internal,
		parent: parentOf(network),
		members: members.length,
	}
}

function uplinkOf(network: Segment): readonly GraphEdge[] {
	if (!leadsOutside(network)) return []
	return [edge('uplink', isWayOut(network) ? hostId : outsideId, networkNodeId(network.id))]
}

function containerNode(model: Model, peer: Peer): ContainerGraphNode {
	const owner = sandboxOf(model, peer)
	const endpoints = joined(model, peer).map(({ network, endpoint }) => ({
		networkId: network.id,
		networkName: network.name,
		addresses: addressesOf(endpoint),
	}))
	return {
		kind: 'container',
		id: containerNodeId(peer.id),
		containerId: peer.id,
		label: peer.name,
		group: composeProject(peer.labels),
		state: peer.state,
		endpoints,
		ports: portLines(model, peer),
		sandboxOf: owner && owner !== peer ? owner.name : undefined,
		canJoin: joinBar(peer) === undefined,
		mode: owner !== peer ? 'sandbox' : isHost(peer) ? 'host' : endpoints.length > 0 ? 'networks' : 'none',
	}
}

/** A port published on both 0.0.0.0 and :: is one line. */
function portLines(model: Model, peer: Peer): readonly PortLine[] {
	const lines = new Map<string, PortLine>()
	for (const port of publishedPorts(peer)) {
		const audience = audienceOf(port)
		const text = portText(audience === 'everyone' ? { ...port, hostAddress: undefined } : port)
		lines.set(text, { text, audience })
	}
	for (const text of directWaysIn(model, peer).flatMap(entryTexts)) lines.set(text, { text, audience: 'routed' })
	return [...lines.values()]
}

function edgesOf(model: Model, peer: Peer): readonly GraphEdge[] {
	const id = containerNodeId(peer.id)
	const owner = sandboxOf(model, peer)
	if (owner && owner !== peer) return [edge('sandbox', containerNodeId(owner.id), id)]
	const gates = joined(model, peer)
	const isEntered = gates.some((gate) => isWayOut(gate.network) && directEntries(gate, peer.ports).length > 0)
	return [
		...gates.map(({ network }) => edge('endpoint', networkNodeId(network.id), id)),
		...(isHost(peer) ? [edge('sandbox', hostId, id)] : []),
		...(publishedPorts(peer).length > 0 || isEntered ? [edge('published', hostId, id)] : []),
	]
}

function edge(kind: GraphEdge['kind'], from: string, to: string): GraphEdge {
	return { id: `${kind}:${from}:${to}`, kind, from, to }
}
