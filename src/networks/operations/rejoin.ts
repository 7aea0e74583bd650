import type { Engine } from '../../engine/engine.ts'
import { EngineError, isNotFound } from '../../engine/errors.ts'
import { compareAddresses, contains } from '../address.ts'
import type { EndpointSpecification, NetworkSpecification } from '../network.ts'
import { connectContainer, disconnectContainer } from '../operations.ts'
import { joinedEndpoint, type JoinedEndpoint } from './endpoint.ts'

/** It failed, and what was done could not be undone: what is not as it was. */
export class RestorationError extends EngineError {
	/** The network is there again, but not these containers; without it, none of them is. */
	readonly networkIsBack: boolean
	readonly lost: readonly JoinedEndpoint[]
	/** Puts back what could not be put back. Rejects as before. */
	readonly retry: () => Promise<void>

	constructor(
		cause: EngineError,
		networkIsBack: boolean,
		lost: readonly JoinedEndpoint[],
		retry: (cause: EngineError) => Promise<void>,
	) {
		super(cause.reason, cause.message, { cause })
		this.networkIsBack = networkIsBack
		this.lost = lost
		this.retry = () => retry(cause)
	}
}

/**
 * Everything that is connected to a network, also containers that don't run; in the order of their addresses.
 *
 * @throws {EngineError}
 */
export async function endpointsOf(
	engine: Engine,
	network: { readonly id: string; readonly name: string },
): Promise<readonly JoinedEndpoint[]> {
	const containers = await engine.docker.listContainers({ all: true, filters: { network: [network.id, network.name] } })
	const found = await Promise.all(containers.map(({ Id }) => joinedEndpoint(engine, Id, network)))
	return found.flatMap((endpoint) => endpoint ?? []).sort(inOrder)
}

// Addresses that were asked for come first, so that nobody is given them; then as the engine gives them, upwards.
function inOrder(one: JoinedEndpoint, other: JoinedEndpoint): number {
	const isFixed = ({ specification }: JoinedEndpoint) =>
		specification.ipv4Address !== undefined || specification.ipv6Address !== undefined
	return (
		Number(isFixed(other)) - Number(isFixed(one)) ||
		compareAddresses(one.addresses.ipv4 ?? '', other.addresses.ipv4 ?? '') ||
		compareAddresses(one.addresses.ipv6 ?? '', other.addresses.ipv6 ?? '')
	)
}

/**
 * Connects containers again as they were before something failed.
 *
 * @throws {RestorationError} for those that could not be connected.
 */
export async function rejoinAll(
	engine: Engine,
	id: string,
	endpoints: readonly JoinedEndpoint[],
	before: Pick<NetworkSpecification, 'name' | 'subnets'>,
	error: EngineError,
	report: (containerName: string) => void = () => undefined,
): Promise<void> {
	const lost: JoinedEndpoint[] = []
	for (const endpoint of endpoints) {
		report(endpoint.containerName)
		try {
			await rejoin(engine, id, endpoint, before)
		} catch (thrown) {
			// Removed by someone else in the meantime: there is nothing to put back. It may also be the network that is gone.
			const container = engine.docker.getContainer(endpoint.containerId)
			const isGone = isNotFound(thrown) && (await container.inspect().then(() => false, isNotFound))
			if (!isGone) lost.push(endpoint)
		}
	}
	if (lost.length === 0) return
	throw new RestorationError(error, true, lost, (cause) => rejoinAll(engine, id, lost, before, cause))
}

/**
 * Connects a container as it was, with the address that it had, also where nobody had asked for it.
 *
 * @throws {EngineError}
 */
export async function rejoin(
	engine: Engine,
	id: string,
	endpoint: JoinedEndpoint,
	{ name, subnets }: Pick<NetworkSpecification, 'name' | 'subnets'>,
): Promise<void> {
	const { containerId, addresses } = endpoint
	const fitting = (address: string | undefined) =>
		subnets.some(({ subnet }) => address !== undefined && contains(subnet, address)) ? address : undefined
	const asked: EndpointSpecification = {
		...endpoint.specification,
		ipv4Address: fitting(endpoint.specification.ipv4Address),
		ipv6Address: fitting(endpoint.specification.ipv6Address),
	}
	await connectContainer(engine, id, containerId, asked)
	const given = (await joinedEndpoint(engine, containerId, { id, name }))?.addresses
	const wanted = {
		ipv4Address: asked.ipv4Address ?? fitting(addresses.ipv4),
		ipv6Address: asked.ipv6Address ?? fitting(addresses.ipv6),
	}
	const isKept =
		(wanted.ipv4Address === undefined || given?.ipv4 === undefined || given.ipv4 === wanted.ipv4Address) &&
		(wanted.ipv6Address === undefined || given?.ipv6 === undefined || given.ipv6 === wanted.ipv6Address)
	if (isKept) return
	// Asked for only now: an address that is asked for is fixed for as long as the container lives.
	await disconnectContainer(engine, id, containerId)
	try {
		await connectContainer(engine, id, containerId, { ...asked, ...wanted })
	} catch {
		// It was the engine's choice before, and is again.
		await connectContainer(engine, id, containerId, asked)
	}
}
