import * as v from 'valibot'
import { decode } from '../../engine/decode.ts'
import type { Engine } from '../../engine/engine.ts'
import type { EndpointSpecification } from '../network.ts'

const optionalText = v.nullish(v.string(), '')
const texts = v.nullish(v.array(v.string()), [])
const labels = v.nullish(v.record(v.string(), v.string()), {})
const configuration = v.nullish(
	v.object({ IPv4Address: optionalText, IPv6Address: optionalText, LinkLocalIPs: texts }),
	{ IPv4Address: '', IPv6Address: '', LinkLocalIPs: [] },
)

const endpointSchema = v.object({
	NetworkID: optionalText,
	EndpointID: optionalText,
	Aliases: texts,
	Links: texts,
	DriverOpts: labels,
	GwPriority: v.nullish(v.number(), 0),
	IPAMConfig: configuration,
	IPAddress: optionalText,
	GlobalIPv6Address: optionalText,
})

const containerSchema = v.object({
	Name: optionalText,
	NetworkSettings: v.object({ Networks: v.nullish(v.record(v.string(), endpointSchema), {}) }),
})

/** How a container has joined, and the addresses that it has at present. */
export interface JoinedEndpoint {
	readonly containerId: string
	readonly containerName: string
	/** What was asked for, as far as it was. */
	readonly specification: EndpointSpecification
	/** It stands in the container's sandbox, not only in its settings. */
	readonly isEstablished: boolean
	/** Also those that the engine chose; none while the container doesn't run. */
	readonly addresses: { readonly ipv4: string | undefined; readonly ipv6: string | undefined }
}

/**
 * Everything about a container's endpoint on a network, so that it can be made again; `GET /containers/{id}/json`.
 *
 * @returns Nothing if it isn't connected.
 * @throws {EngineError}
 */
export async function joinedEndpoint(
	{ docker }: Engine,
	containerId: string,
	network: { readonly id: string; readonly name: string },
): Promise<JoinedEndpoint | undefined> {
	const { Name, NetworkSettings } = decode(containerSchema, await docker.getContainer(containerId).inspect())
	const endpoints = Object.entries(NetworkSettings.Networks)
	const [, endpoint] =
		endpoints.find(([, { NetworkID }]) => NetworkID === network.id) ??
		// A container that was never started knows only the name.
		endpoints.find(([name, { NetworkID }]) => NetworkID === '' && name === network.name) ??
		[]
	if (!endpoint) return undefined
	const { IPAMConfig, Links, DriverOpts, GwPriority } = endpoint
	return {
		containerId,
		containerName: Name.replace(/^\//, ''),
		specification: {
			// The engine adds the container's own short id to them.
			aliases: endpoint.Aliases.filter((alias) => !containerId.startsWith(alias)),
			ipv4Address: IPAMConfig.IPv4Address || undefined,
			ipv6Address: IPAMConfig.IPv6Address || undefined,
			linkLocalAddresses: IPAMConfig.LinkLocalIPs,
			options: DriverOpts,
			gatewayPriority: GwPriority,
			links: Links,
		},
		isEstablished: endpoint.EndpointID !== '',
		addresses: { ipv4: endpoint.IPAddress || undefined, ipv6: endpoint.GlobalIPv6Address || undefined },
	}
}
