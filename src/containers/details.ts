import * as v from 'valibot'
import { decode } from '../engine/decode.ts'
import { labels, orUndefined, text } from '../engine/wire.ts'

/** What is mounted into a container. */
export interface ContainerMount {
	/** `volume`, `bind`, `tmpfs`, `npipe`, `cluster`, `image`. */
	readonly type: string
	/** The volume's name; only volumes have one. */
	readonly name: string | undefined
	/** Path on the engine's host; empty for tmpfs. */
	readonly source: string
	/** Path inside the container. */
	readonly target: string
	readonly readOnly: boolean
	/** Whether mounts made below it on one side are seen on the other: `rprivate`, `rslave`, `rshared` … */
	readonly propagation: string | undefined
	/** Largest size of a tmpfs in bytes, where one was set. */
	readonly size: number | undefined
}

/** What joins a container to a network. */
export interface ContainerEndpoint {
	readonly networkName: string
	readonly networkId: string
	/** With the length of the network's part, as in `10.0.0.2/24`. */
	readonly addresses: readonly string[]
	/** Other names by which it is found there. */
	readonly aliases: readonly string[]
	readonly gateway: string | undefined
	readonly macAddress: string | undefined
}

/** What only `GET /containers/{id}/json` says; lists leave it out. */
export interface ContainerDetails {
	readonly mounts: readonly ContainerMount[]
	readonly endpoints: readonly ContainerEndpoint[]
	/** Its output is a terminal's: not in frames. */
	readonly tty: boolean
	/** When the present or last run began; as the engine writes it. */
	readonly startedAt: string
}

const mountSchema = v.object({
	Type: text,
	Name: v.optional(v.string()),
	Source: text,
	Destination: text,
	RW: v.nullish(v.boolean(), true),
	Propagation: v.optional(v.string()),
})

const wantedMountSchema = v.object({
	Target: text,
	TmpfsOptions: v.nullish(v.object({ SizeBytes: v.nullish(v.number()) })),
})

const endpointSchema = v.object({
	NetworkID: text,
	IPAddress: v.optional(v.string()),
	IPPrefixLen: v.nullish(v.number(), 0),
	Gateway: v.optional(v.string()),
	GlobalIPv6Address: v.optional(v.string()),
	GlobalIPv6PrefixLen: v.nullish(v.number(), 0),
	MacAddress: v.optional(v.string()),
	Aliases: v.nullish(v.array(v.string()), []),
})

const detailsSchema = v.object({
	Id: text,
	Config: v.nullish(v.object({ Tty: v.nullish(v.boolean(), false) }), { Tty: false }),
	State: v.nullish(v.object({ StartedAt: text }), { StartedAt: '' }),
	HostConfig: v.nullish(v.object({ Tmpfs: labels, Mounts: v.nullish(v.array(wantedMountSchema), []) }), {
		Tmpfs: {},
		Mounts: [],
	}),
	Mounts: v.nullish(v.array(mountSchema), []),
	NetworkSettings: v.nullish(v.object({ Networks: v.nullish(v.record(v.string(), endpointSchema), {}) }), {
		Networks: {},
	}),
})

/**
 * `GET /containers/{id}/json`
 *
 * @throws {EngineError} `unexpected` when the engine says something else.
 */
export function decodeDetails(reply: unknown): ContainerDetails {
	const wire = decode(detailsSchema, reply)
	const sizes = new Map(
		wire.HostConfig.Mounts.map(({ Target, TmpfsOptions }) => [Target, TmpfsOptions?.SizeBytes || undefined]),
	)
	const mounts = wire.Mounts.map((mount) => ({
		type: mount.Type,
		name: orUndefined(mount.Name),
		source: mount.Type === 'tmpfs' ? '' : mount.Source,
		target: mount.Destination,
		readOnly: !mount.RW,
		propagation: orUndefined(mount.Propagation),
		size: sizes.get(mount.Destination),
	}))
	return {
		mounts: [...mounts, ...Object.entries(wire.HostConfig.Tmpfs).map(tmpfsMount)].sort((one, other) =>
			one.target < other.target ? -1 : 1,
		),
		endpoints: Object.entries(wire.NetworkSettings.Networks)
			.map(([name, endpoint]) => toEndpoint(wire.Id, name, endpoint))
			.sort((one, other) => (one.networkName < other.networkName ? -1 : 1)),
		tty: wire.Config.Tty,
		startedAt: wire.State.StartedAt,
	}
}

/** What `--tmpfs PATH:OPTIONS` made; the engine does not list it among the mounts. */
function tmpfsMount([target, options]: readonly [string, string]): ContainerMount {
	const words = options.split(',')
	const size = words.flatMap((word) => parseSize(/^size=(.*)$/.exec(word)?.[1] ?? '') ?? [])[0]
	return {
		type: 'tmpfs',
		name: undefined,
		source: '',
		target,
		readOnly: words.includes('ro'),
		propagation: undefined,
		size,
	}
}

/** A size as tmpfs(5) takes it, in bytes: `64m`. A share of the memory (`50%`) is none. */
export function parseSize(size: string): number | undefined {
	const [, digits, unit = ''] = /^(\d+)([kmgt]?)$/i.exec(size) ?? []
	return digits === undefined
		? undefined
		: Number(digits) * 1024 ** ['', 'k', 'm', 'g', 't'].indexOf(unit.toLowerCase())
}

function toEndpoint(
	containerId: string,
	networkName: string,
	wire: v.InferOutput<typeof endpointSchema>,
): ContainerEndpoint {
	const withLength = (address: string | undefined, length: number) =>
		address ? [length > 0 ? `${address}/${length}` : address] : []
	return {
		networkName,
		networkId: wire.NetworkID,
		addresses: [
			...withLength(wire.IPAddress, wire.IPPrefixLen),
			...withLength(wire.GlobalIPv6Address, wire.GlobalIPv6PrefixLen),
		],
		// The engine adds the container's own short id to them.
		aliases: wire.Aliases.filter((alias) => !containerId.startsWith(alias)),
		gateway: orUndefined(wire.Gateway),
		macAddress: orUndefined(wire.MacAddress),
	}
}
