import * as v from 'valibot'
import { decode } from './decode.ts'
import { compareCodes } from './naturalOrder.ts'
import type {
	ContainerHealth,
	ContainerRecord,
	ContainerState,
	EndpointRecord,
	MountRecord,
	PortRecord,
} from './records.ts'
import { labels, orUndefined, text } from './wire.ts'

const mountSchema = v.object({
	Type: text,
	Name: v.optional(v.string()),
	Source: text,
	Destination: text,
	RW: v.nullish(v.boolean(), true),
})

const prefixLength = v.nullish(v.number(), 0)

const endpointSchema = v.object({
	NetworkID: text,
	IPAddress: v.optional(v.string()),
	IPPrefixLen: prefixLength,
	GlobalIPv6Address: v.optional(v.string()),
	GlobalIPv6PrefixLen: prefixLength,
	Gateway: v.optional(v.string()),
	IPv6Gateway: v.optional(v.string()),
	MacAddress: v.optional(v.string()),
	Aliases: v.nullish(v.array(v.string()), []),
	DNSNames: v.nullish(v.array(v.string()), []),
})

const portSchema = v.object({
	IP: v.optional(v.string()),
	PrivatePort: v.number(),
	PublicPort: v.optional(v.number()),
	Type: v.nullish(v.string(), 'tcp'),
})

const containerSchema = v.object({
	Id: v.string(),
	Names: v.nullish(v.array(v.string()), []),
	Image: text,
	ImageID: text,
	Created: v.number(),
	State: text,
	Status: text,
	Labels: labels,
	HostConfig: v.nullish(v.object({ NetworkMode: text }), { NetworkMode: '' }),
	Mounts: v.nullish(v.array(mountSchema), []),
	NetworkSettings: v.nullish(v.object({ Networks: v.nullish(v.record(v.string(), endpointSchema), {}) }), {
		Networks: {},
	}),
	Ports: v.nullish(v.array(portSchema), []),
})

/** `GET /containers/json` */
export function decodeContainers(reply: unknown): readonly ContainerRecord[] {
	return decode(v.array(containerSchema), reply).map(toContainer)
}

// The engine lists from maps: without an order of our own every list would look like a change.
function toContainer(wire: v.InferOutput<typeof containerSchema>): ContainerRecord {
	return {
		id: wire.Id,
		name: nameOf(wire.Names) ?? wire.Id.slice(0, 12),
		image: wire.Image,
		imageId: wire.ImageID,
		createdAt: new Date(wire.Created * 1000),
		state: stateOf(wire.State),
		health: healthOf(wire.Status),
		exitCode: exitCodeOf(wire.Status),
		labels: wire.Labels,
		networkMode: wire.HostConfig.NetworkMode,
		mounts: wire.Mounts.map(toMount).sort((one, other) => compareCodes(one.destination, other.destination)),
		endpoints: Object.entries(wire.NetworkSettings.Networks)
			.map(toEndpoint)
			.sort((one, other) => compareCodes(one.networkName, other.networkName)),
		ports: wire.Ports.map(toPort).sort((one, other) => compareCodes(portKey(one), portKey(other))),
	}
}

/** Links of other containers (`/other/alias`) are listed among a container's names. */
function nameOf(names: readonly string[]): string | undefined {
	const own = names.find((name) => name.lastIndexOf('/') <= 0) ?? names[0]
	return orUndefined(own?.replace(/^\//, ''))
}

function toMount(wire: v.InferOutput<typeof mountSchema>): MountRecord {
	return {
		type: wire.Type,
		name: orUndefined(wire.Name),
		source: wire.Source,
		destination: wire.Destination,
		readOnly: !wire.RW,
	}
}

function toEndpoint([networkName, wire]: [string, v.InferOutput<typeof endpointSchema>]): EndpointRecord {
	return {
		networkName,
		networkId: wire.NetworkID,
		ipv4Address: orUndefined(wire.IPAddress),
		ipv4PrefixLength: wire.IPPrefixLen || undefined,
		ipv6Address: orUndefined(wire.GlobalIPv6Address),
		ipv6PrefixLength: wire.GlobalIPv6PrefixLen || undefined,
		ipv4Gateway: orUndefined(wire.Gateway),
		ipv6Gateway: orUndefined(wire.IPv6Gateway),
		macAddress: orUndefined(wire.MacAddress),
		aliases: [...new Set([...wire.Aliases, ...wire.DNSNames])],
	}
}

function toPort(wire: v.InferOutput<typeof portSchema>): PortRecord {
	return {
		containerPort: wire.PrivatePort,
		protocol: wire.Type,
		hostAddress: orUndefined(wire.IP),
		hostPort: wire.PublicPort || undefined,
	}
}

function portKey(port: PortRecord): string {
	return `${String(port.containerPort).padStart(5, '0')}/${port.protocol} ${port.hostAddress} ${port.hostPort}`
}

const states: ReadonlySet<string> = new Set<ContainerState>([
	'created',
	'running',
	'paused',
	'restarting',
	'removing',
	'exited',
	'dead',
])

function stateOf(state: string): ContainerState {
	const known = state.toLowerCase()
	return isState(known) ? known : 'unknown'
}

function isState(state: string): state is ContainerState {
	return states.has(state)
}

/**
 * Lists say it in words, as the rest of `Up 3 minutes (healthy)`. The rest itself would make a difference where there
 * is none.
 */
function healthOf(status: string): ContainerHealth | undefined {
	const [, said] = /\((healthy|unhealthy|health: starting)\)/.exec(status) ?? []
	switch (said) {
		case 'healthy':
		case 'unhealthy':
			return said
		case undefined:
			return undefined
		default:
			return 'starting'
	}
}

function exitCodeOf(status: string): number | undefined {
	const [, code] = /^(?:Exited|Restarting) \((\d+)\)/.exec(status) ?? []
	return code === undefined ? undefined : Number(code)
}
