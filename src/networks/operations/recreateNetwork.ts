import { setTimeout } from 'node:timers/promises'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import { compareAddresses, contains } from '../address.ts'
import type { EndpointSpecification, NetworkSpecification } from '../network.ts'
import { connectContainer, createNetwork, disconnectContainer, inspectNetwork, removeNetwork } from '../operations.ts'
import { joinedEndpoint, type JoinedEndpoint } from './endpoint.ts'
import { specificationOf } from './specification.ts'

/** How far a recreation is: what is being done with which container. */
export type RecreationStep =
	| { readonly kind: 'disconnecting' | 'connecting' | 'restoring'; readonly containerName: string }
	| { readonly kind: 'recreating' }

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
 * Makes a network again with other settings, for what Docker can't change: disconnects every container, removes it,
 * creates it, and connects all of them with their aliases, options and addresses; addresses that are not within the new
 * subnets are chosen by the engine. When anything is refused, or on abort, all is put back as it was.
 *
 * @returns The id of the new network.
 * @throws {RestorationError} when it failed and could not be put back.
 * @throws {EngineError} why it failed, with all as before (but for the network's id); `cancelled` on abort.
 */
export async function recreateNetwork(
	engine: Engine,
	network: { readonly id: string; readonly name: string },
	specification: NetworkSpecification,
	signal: AbortSignal,
	report: (step: RecreationStep) => void,
): Promise<string> {
	const { specification: before } = await specificationOf(engine, network.id)
	const endpoints = await endpointsOf(engine, network)
	signal.throwIfAborted()
	let present: string | undefined = network.id
	try {
		for (const { containerId, containerName } of endpoints) {
			report({ kind: 'disconnecting', containerName })
			await disconnectContainer(engine, network.id, containerId)
		}
		signal.throwIfAborted()
		report({ kind: 'recreating' })
		await removeForGood(engine, network.id)
		present = undefined
		present = await createNetwork(engine, specification)
		for (const endpoint of endpoints) {
			signal.throwIfAborted()
			report({ kind: 'connecting', containerName: endpoint.containerName })
			await rejoin(engine, present, endpoint, specification)
		}
		return present
	} catch (thrown) {
		const error = toEngineError(thrown)
		await restore(engine, { network, before, endpoints, present }, error, report)
		throw error
	}
}

interface Damage {
	readonly network: { readonly id: string; readonly name: string }
	readonly before: NetworkSpecification
	readonly endpoints: readonly JoinedEndpoint[]
	/** The network that stands there under the name: the old one, the new one, or none. */
	readonly present: string | undefined
}

/** @throws {RestorationError} */
async function restore(
	engine: Engine,
	damage: Damage,
	error: EngineError,
	report: (step: RecreationStep) => void = () => undefined,
): Promise<void> {
	const { network, before, present, endpoints } = damage
	let id = present
	try {
		if (id !== undefined) {
			for (const { containerId } of await endpointsOf(engine, { id, name: network.name })) {
				// What the engine refused to connect can't be disconnected either.
				await disconnectContainer(engine, id, containerId).catch(() => undefined)
			}
			// Made again even where the old one is still there: where the engine had chosen its subnet, it allows nobody
			// to ask for the address that he had.
			await removeForGood(engine, id).catch((thrown: unknown) => {
				// It may be gone although its removal was said to have failed.
				if (!isNotFound(thrown)) throw thrown
			})
			id = undefined
		}
		id = await createNetwork(engine, before)
	} catch {
		// The old one that somebody else uses too can stay.
		const stays = await inspectNetwork(engine, network.id).then(
			() => id === network.id,
			() => false,
		)
		if (id === undefined || !stays) {
			const remains = { ...damage, present: id }
			throw new RestorationError(error, false, endpoints, (cause) => restore(engine, remains, cause))
		}
	}
	await rejoinAll(engine, id, endpoints, before, error, report)
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
	report: (step: RecreationStep) => void = () => undefined,
): Promise<void> {
	const lost: JoinedEndpoint[] = []
	for (const endpoint of endpoints) {
		report({ kind: 'restoring', containerName: endpoint.containerName })
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

function isNotFound(error: unknown): boolean {
	return toEngineError(error).reason === 'notFound'
}

/** How long a swarm may take to remove a network everywhere, and how often to look; ms. */
const [patience, pause] = [20_000, 100]

/**
 * Removes a network, and waits until its name is free: a swarm only begins to remove it, and says no event at the end.
 *
 * @throws {EngineError} `timeout` when it is there still.
 */
async function removeForGood(engine: Engine, id: string): Promise<void> {
	await removeNetwork(engine, id)
	for (let waited = 0; waited < patience; waited += pause) {
		try {
			await inspectNetwork(engine, id)
		} catch (error) {
			if (isNotFound(error)) return
			throw error
		}
		await setTimeout(pause)
	}
	throw new EngineError('timeout', 'The swarm did not remove the network.')
}

/** Connects a container as it was, with the address that it had, also where nobody had asked for it. */
async function rejoin(
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
