import { setTimeout } from 'node:timers/promises'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, isNotFound, toEngineError } from '../../engine/errors.ts'
import type { NetworkSpecification } from '../network.ts'
import { createNetwork, disconnectContainer, inspectNetwork, removeNetwork } from '../operations.ts'
import type { JoinedEndpoint } from './endpoint.ts'
import { endpointsOf, rejoin, rejoinAll, RestorationError } from './rejoin.ts'
import { specificationOf } from './specification.ts'

/** How far a recreation is: what is being done with which container. */
export type RecreationStep =
	| { readonly kind: 'disconnecting' | 'connecting' | 'restoring'; readonly containerName: string }
	| { readonly kind: 'recreating' }

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
	await rejoinAll(engine, id, endpoints, before, error, (containerName) => report({ kind: 'restoring', containerName }))
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
