import * as v from 'valibot'
import { decode } from '../engine/decode.ts'
import type { Engine } from '../engine/engine.ts'
import { EngineError, toEngineError } from '../engine/errors.ts'
import type { NetworkSpecification } from './network.ts'

/**
 * Creates a network; `POST /networks/create`.
 *
 * @throws {EngineError} `conflict` when the name is taken: older engines would make a second one of that name.
 */
export async function createNetwork({ docker }: Engine, specification: NetworkSpecification): Promise<void> {
	const { name, driver, internal, attachable, ipv6, subnets, options, labels } = specification
	await docker.createNetwork({
		Name: name,
		CheckDuplicate: true,
		Driver: driver,
		Internal: internal,
		Attachable: attachable,
		EnableIPv6: ipv6,
		Options: { ...options },
		Labels: { ...labels },
		...(subnets.length === 0
			? {}
			: {
					IPAM: {
						Driver: 'default',
						Config: subnets.map(({ subnet, gateway }) => ({
							Subnet: subnet,
							...(gateway === undefined ? {} : { Gateway: gateway }),
						})),
					},
				}),
	})
}

/**
 * Everything the engine says about a network; `GET /networks/{id}`.
 *
 * @throws {EngineError}
 */
export async function inspectNetwork({ docker }: Engine, id: string): Promise<unknown> {
	return docker.getNetwork(id).inspect()
}

/**
 * Removes a network; `DELETE /networks/{id}`.
 *
 * @throws {EngineError} `inUse` when it has active endpoints.
 */
export async function removeNetwork({ docker }: Engine, id: string): Promise<void> {
	try {
		await docker.getNetwork(id).remove()
	} catch (thrown) {
		const error = toEngineError(thrown)
		// The engine answers 403 for active endpoints as well as for its own networks, which are never asked for.
		const inUse = error.reason === 'denied' || error.reason === 'conflict'
		throw inUse ? new EngineError('inUse', error.message, { cause: thrown }) : error
	}
}

/** How a container joins. */
export interface EndpointSpecification {
	readonly aliases: readonly string[]
	/** The engine chooses where none is given. */
	readonly ipv4Address: string | undefined
	readonly ipv6Address: string | undefined
}

/**
 * Joins a container's sandbox to a network by a new endpoint; `POST /networks/{id}/connect`.
 *
 * @throws {EngineError}
 */
export async function connectContainer(
	{ docker }: Engine,
	networkId: string,
	containerId: string,
	{ aliases, ipv4Address, ipv6Address }: EndpointSpecification,
): Promise<void> {
	await docker.getNetwork(networkId).connect({
		Container: containerId,
		EndpointConfig: {
			Aliases: [...aliases],
			IPAMConfig: {
				...(ipv4Address === undefined ? {} : { IPv4Address: ipv4Address }),
				...(ipv6Address === undefined ? {} : { IPv6Address: ipv6Address }),
			},
		},
	})
}

/**
 * Takes a container off a network; `POST /networks/{id}/disconnect`.
 *
 * @throws {EngineError}
 */
export async function disconnectContainer({ docker }: Engine, networkId: string, containerId: string): Promise<void> {
	await docker.getNetwork(networkId).disconnect({ Container: containerId, Force: false })
}

const aliasSchema = v.object({
	NetworkSettings: v.object({
		Networks: v.nullish(
			v.record(
				v.string(),
				v.object({ NetworkID: v.nullish(v.string(), ''), Aliases: v.nullish(v.array(v.string()), []) }),
			),
			{},
		),
	}),
})

/**
 * Under which other names a container is known on a network. Lists of containers leave them out.
 *
 * @throws {EngineError}
 */
export async function aliasesOf(
	{ docker }: Engine,
	containerId: string,
	network: { readonly id: string; readonly name: string },
): Promise<readonly string[]> {
	const { NetworkSettings } = decode(aliasSchema, await docker.getContainer(containerId).inspect())
	const networks = Object.entries(NetworkSettings.Networks ?? {})
	const [, endpoint] = networks.find(([name, { NetworkID }]) => NetworkID === network.id || name === network.name) ?? []
	// The engine adds the container's own short id to them.
	return (endpoint?.Aliases ?? []).filter((alias) => !containerId.startsWith(alias))
}

const pluginsSchema = v.object({ Plugins: v.nullish(v.object({ Network: v.nullish(v.array(v.string()), []) })) })

/**
 * The drivers that an engine has, plug-ins too; `GET /info`.
 *
 * @throws {EngineError}
 */
export async function networkDrivers({ docker }: Engine): Promise<readonly string[]> {
	const info = decode(pluginsSchema, await docker.info())
	return (info.Plugins?.Network ?? []).filter((driver) => driver !== 'host' && driver !== 'null')
}
