import * as v from 'valibot'
import { EngineError } from './errors.ts'
import type { AddressPool, ImageRecord, Labels, NetworkRecord, VolumeRecord } from './records.ts'
import { dateOf, labels, orUndefined, seconds, text } from './wire.ts'

const volumeSchema = v.object({
	Name: v.string(),
	Driver: text,
	Scope: text,
	Mountpoint: text,
	CreatedAt: v.optional(v.nullable(v.string())),
	Labels: labels,
	Options: labels,
})

const volumesSchema = v.object({ Volumes: v.nullish(v.array(volumeSchema), []) })

/** `GET /volumes/{name}` */
export function decodeVolume(reply: unknown): VolumeRecord {
	return toVolume(decode(volumeSchema, reply))
}

/** `GET /volumes` */
export function decodeVolumes(reply: unknown): readonly VolumeRecord[] {
	return decode(volumesSchema, reply).Volumes.map(toVolume)
}

function toVolume(wire: v.InferOutput<typeof volumeSchema>): VolumeRecord {
	return {
		name: wire.Name,
		driver: wire.Driver,
		scope: wire.Scope,
		mountpoint: wire.Mountpoint,
		createdAt: dateOf(wire.CreatedAt),
		labels: wire.Labels,
		options: wire.Options,
	}
}

const poolSchema = v.object({
	Subnet: v.optional(v.string()),
	Gateway: v.optional(v.string()),
	IPRange: v.optional(v.string()),
	AuxiliaryAddresses: labels,
	// Podman and older engines write it this way.
	AuxAddress: labels,
})

const networkSchema = v.object({
	Id: v.string(),
	Name: v.string(),
	Driver: text,
	Scope: text,
	Internal: v.nullish(v.boolean(), false),
	Attachable: v.nullish(v.boolean(), false),
	Ingress: v.nullish(v.boolean(), false),
	EnableIPv6: v.nullish(v.boolean(), false),
	Created: v.optional(v.nullable(v.string())),
	Labels: labels,
	Options: labels,
	IPAM: v.nullish(v.object({ Driver: text, Config: v.nullish(v.array(poolSchema), []) }), { Driver: '', Config: [] }),
})

/** `GET /networks/{id}` */
export function decodeNetwork(reply: unknown): NetworkRecord {
	return toNetwork(decode(networkSchema, reply))
}

/** `GET /networks` */
export function decodeNetworks(reply: unknown): readonly NetworkRecord[] {
	return decode(v.array(networkSchema), reply).map(toNetwork)
}

function toNetwork(wire: v.InferOutput<typeof networkSchema>): NetworkRecord {
	return {
		id: wire.Id,
		name: wire.Name,
		driver: wire.Driver,
		scope: wire.Scope,
		internal: wire.Internal,
		attachable: wire.Attachable,
		ingress: wire.Ingress,
		ipv6: wire.EnableIPv6,
		createdAt: dateOf(wire.Created),
		labels: wire.Labels,
		options: wire.Options,
		ipamDriver: wire.IPAM.Driver,
		pools: wire.IPAM.Config.map(toPool),
	}
}

function toPool(wire: v.InferOutput<typeof poolSchema>): AddressPool {
	return {
		subnet: orUndefined(wire.Subnet),
		gateway: orUndefined(wire.Gateway),
		ipRange: orUndefined(wire.IPRange),
		auxiliaryAddresses: { ...wire.AuxAddress, ...wire.AuxiliaryAddresses },
	}
}

const names = v.nullish(v.array(v.string()), [])

const listedImageSchema = v.object({
	Id: v.string(),
	RepoTags: names,
	RepoDigests: names,
	Created: v.number(),
	Size: v.nullish(v.number(), 0),
	Labels: labels,
})

/** `GET /images/json` */
export function decodeImages(reply: unknown): readonly ImageRecord[] {
	return decode(v.array(listedImageSchema), reply).map((wire) =>
		toImage(wire, new Date(wire.Created * 1000), wire.Labels),
	)
}

const inspectedImageSchema = v.object({
	Id: v.string(),
	RepoTags: names,
	RepoDigests: names,
	Created: v.optional(v.nullable(v.string())),
	Size: v.nullish(v.number(), 0),
	Config: v.optional(v.nullable(v.object({ Labels: labels }))),
})

/** `GET /images/{name}/json`: the same record as the list has, so the date is cut to seconds. */
export function decodeImage(reply: unknown): ImageRecord {
	const wire = decode(inspectedImageSchema, reply)
	return toImage(wire, seconds(dateOf(wire.Created) ?? new Date(0)), wire.Config?.Labels ?? {})
}

function toImage(
	wire: { Id: string; RepoTags: string[]; RepoDigests: string[]; Size: number },
	createdAt: Date,
	imageLabels: Labels,
): ImageRecord {
	return {
		id: wire.Id,
		// The list of an older engine writes `<none>:<none>` where newer ones and inspect write nothing.
		tags: wire.RepoTags.filter((tag) => tag !== '<none>:<none>').sort(),
		digests: wire.RepoDigests.filter((digest) => !digest.startsWith('<none>@')).sort(),
		createdAt,
		size: wire.Size,
		labels: imageLabels,
	}
}

/**
 * Holds a reply against a schema.
 *
 * @throws {EngineError} `unexpected` when the engine says something else.
 */
export function decode<Schema extends v.GenericSchema>(schema: Schema, reply: unknown): v.InferOutput<Schema> {
	const decoded = v.safeParse(schema, reply, { abortEarly: true })
	if (decoded.success) return decoded.output
	const [issue] = decoded.issues
	const path = v.getDotPath(issue)
	throw new EngineError('unexpected', `The engine's reply isn't understood: ${path ? `${path}: ` : ''}${issue.message}`)
}
