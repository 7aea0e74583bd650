import * as v from 'valibot'
import { decode, decodeNetwork } from '../engine/decode.ts'
import { isAtLeast, type Engine } from '../engine/engine.ts'
import { EngineError, toEngineError } from '../engine/errors.ts'
import type { EndpointSpecification, NetworkSpecification } from './network.ts'
import { joinedEndpoint } from './operations/endpoint.ts'

const createdSchema = v.object({ Id: v.string() })

/**
 * Creates a network; `POST /networks/create`. Whatever is refused leaves nothing behind.
 *
 * @returns Its id.
 * @throws {EngineError} `conflict` when the name or the subnet is taken: older engines would make a second one of that
 *   name.
 */
export async function createNetwork(engine: Engine, specification: NetworkSpecification): Promise<string> {
	try {
		const reply = await engine.request({ method: 'POST', path: '/networks/create', body: bodyOf(specification) })
		return decode(createdSchema, reply).Id
	} catch (thrown) {
		const error = toEngineError(thrown)
		// The engine answers 403 for a subnet that is taken; who may speak to it at all may also create networks.
		throw error.reason === 'denied' ? new EngineError('conflict', error.message, { cause: thrown }) : error
	}
}

function bodyOf(specification: NetworkSpecification): Readonly<Record<string, unknown>> {
	const { name, driver, internal, attachable, ipv4, ipv6, subnets, options, labels } = specification
	const { ipamDriver = 'default', ipamOptions = {} } = specification
	const isPlain = subnets.length === 0 && ipamDriver === 'default' && Object.keys(ipamOptions).length === 0
	return {
		Name: name,
		CheckDuplicate: true,
		Driver: driver,
		Internal: internal,
		Attachable: attachable,
		...(ipv4 === false ? { EnableIPv4: false } : {}),
		EnableIPv6: ipv6,
		Options: options,
		Labels: labels,
		...(isPlain
			? {}
			: {
					IPAM: {
						Driver: ipamDriver,
						Options: ipamOptions,
						Config: subnets.map(({ subnet, gateway, ipRange, auxiliaryAddresses = {} }) => ({
							Subnet: subnet,
							...(gateway === undefined ? {} : { Gateway: gateway }),
							...(ipRange === undefined ? {} : { IPRange: ipRange }),
							...(Object.keys(auxiliaryAddresses).length === 0 ? {} : { AuxiliaryAddresses: auxiliaryAddresses }),
						})),
					},
				}),
	}
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

/** The first API version that knows which of its networks shall be a container's way out. */
export const gatewayPrioritySince = '1.48'

/**
 * Joins a container's sandbox to a network by a new endpoint; `POST /networks/{id}/connect`.
 *
 * @throws {EngineError} `conflict` when the address is taken; the container stays as it was.
 */
export async function connectContainer(
	engine: Engine,
	networkId: string,
	containerId: string,
	specification: EndpointSpecification,
): Promise<void> {
	try {
		await connect(engine, networkId, containerId, specification)
	} catch (thrown) {
		await cleanUp(engine, networkId, containerId).catch(() => undefined)
		const error = toEngineError(thrown)
		// The engine answers 403 for an address in use, and for a container that is connected already.
		throw error.reason === 'denied' ? new EngineError('conflict', error.message, { cause: thrown }) : error
	}
}

const runningSchema = v.object({ State: v.object({ Running: v.boolean() }) })

/**
 * A connection that the engine refused to a running container stays in the container's settings, where it would keep the
 * container from starting again. Only one that succeeds can be taken away.
 */
async function cleanUp(engine: Engine, networkId: string, containerId: string): Promise<void> {
	const { State } = decode(runningSchema, await engine.docker.getContainer(containerId).inspect())
	const { name } = decodeNetwork(await engine.docker.getNetwork(networkId).inspect())
	const left = await joinedEndpoint(engine, containerId, { id: networkId, name })
	if (!State.Running || !left || left.isEstablished) return
	await connect(engine, networkId, containerId, { aliases: [], ipv4Address: undefined, ipv6Address: undefined })
	await disconnectContainer(engine, networkId, containerId)
}

function connect(engine: Engine, networkId: string, containerId: string, specification: EndpointSpecification) {
	const { aliases, ipv4Address, ipv6Address, linkLocalAddresses = [], options = {}, links = [] } = specification
	const { gatewayPriority = 0 } = specification
	const supportsPriority = isAtLeast(engine.apiVersion, gatewayPrioritySince)
	return engine.request({
		method: 'POST',
		path: `/networks/${networkId}/connect`,
		body: {
			Container: containerId,
			EndpointConfig: {
				Aliases: aliases,
				DriverOpts: options,
				IPAMConfig: {
					...(ipv4Address === undefined ? {} : { IPv4Address: ipv4Address }),
					...(ipv6Address === undefined ? {} : { IPv6Address: ipv6Address }),
					...(linkLocalAddresses.length === 0 ? {} : { LinkLocalIPs: linkLocalAddresses }),
				},
				...(links.length === 0 ? {} : { Links: links }),
				...(supportsPriority && gatewayPriority !== 0 ? { GwPriority: gatewayPriority } : {}),
			},
		},
	})
}

/**
 * Takes a container off a network; `POST /networks/{id}/disconnect`.
 *
 * @throws {EngineError}
 */
export async function disconnectContainer(engine: Engine, networkId: string, containerId: string): Promise<void> {
	await engine.request({
		method: 'POST',
		path: `/networks/${networkId}/disconnect`,
		body: { Container: containerId, Force: false },
	})
}

/**
 * Under which other names a container is known on a network. Lists of containers leave them out.
 *
 * @throws {EngineError}
 */
export async function aliasesOf(
	engine: Engine,
	containerId: string,
	network: { readonly id: string; readonly name: string },
): Promise<readonly string[]> {
	return (await joinedEndpoint(engine, containerId, network))?.specification.aliases ?? []
}
