/** What the engine says, decoded once at the boundary. Wire shapes go no further than `decode.ts`. */

export type Labels = Readonly<Record<string, string>>

/** `GET /volumes`. A volume is known by its name. */
export interface VolumeRecord {
	readonly name: string
	readonly driver: string
	readonly scope: string
	readonly mountpoint: string
	readonly createdAt: Date | undefined
	readonly labels: Labels
	readonly options: Labels
}

export interface AddressPool {
	readonly subnet: string | undefined
	readonly gateway: string | undefined
	readonly ipRange: string | undefined
	readonly auxiliaryAddresses: Labels
}

/** `GET /networks`. A network is known by its id; names need not be unique. */
export interface NetworkRecord {
	readonly id: string
	readonly name: string
	readonly driver: string
	readonly scope: string
	readonly internal: boolean
	readonly attachable: boolean
	readonly ingress: boolean
	readonly ipv6: boolean
	readonly createdAt: Date | undefined
	readonly labels: Labels
	readonly options: Labels
	readonly ipamDriver: string
	readonly pools: readonly AddressPool[]
}

/** `GET /images/json`. An image is known by its id (`sha256:…`). */
export interface ImageRecord {
	readonly id: string
	/** `repository:tag`, as the engine writes it; empty for a dangling image. */
	readonly tags: readonly string[]
	/** `repository@sha256:…` */
	readonly digests: readonly string[]
	readonly createdAt: Date
	/** Bytes. */
	readonly size: number
	readonly labels: Labels
}

export interface MountRecord {
	/** `volume`, `bind`, `tmpfs`, `npipe`, `cluster`, `image`. */
	readonly type: string
	/** The volume's name; only volumes have one. */
	readonly name: string | undefined
	readonly source: string
	/** Path inside the container. */
	readonly destination: string
	readonly readOnly: boolean
}

/** What joins a container's sandbox to a network. */
export interface EndpointRecord {
	readonly networkName: string
	readonly networkId: string
	readonly ipv4Address: string | undefined
	readonly ipv4PrefixLength: number | undefined
	readonly ipv6Address: string | undefined
	readonly ipv6PrefixLength: number | undefined
	/** Where its way to the host and beyond begins; running containers have it, where the network leads out. */
	readonly ipv4Gateway: string | undefined
	readonly ipv6Gateway: string | undefined
	readonly macAddress: string | undefined
	readonly aliases: readonly string[]
}

export interface PortRecord {
	readonly containerPort: number
	readonly protocol: string
	readonly hostAddress: string | undefined
	readonly hostPort: number | undefined
}

export type ContainerState =
	| 'created'
	| 'running'
	| 'paused'
	| 'restarting'
	| 'removing'
	| 'exited'
	| 'dead'
	| 'unknown'

/** What a container's own health check says. */
export type ContainerHealth = 'starting' | 'healthy' | 'unhealthy'

/** `GET /containers/json?all=1`. A container is known by its id. */
export interface ContainerRecord {
	readonly id: string
	/** Without the leading slash. */
	readonly name: string
	/** The reference it was made from, or an id. */
	readonly image: string
	readonly imageId: string
	readonly createdAt: Date
	readonly state: ContainerState
	/** Only of those that have a health check and run. */
	readonly health: ContainerHealth | undefined
	/** Of the last run, where it has ended. */
	readonly exitCode: number | undefined
	readonly labels: Labels
	readonly networkMode: string
	readonly mounts: readonly MountRecord[]
	readonly endpoints: readonly EndpointRecord[]
	readonly ports: readonly PortRecord[]
}
