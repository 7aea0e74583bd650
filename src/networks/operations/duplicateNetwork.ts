import type { Engine } from '../../engine/engine.ts'
import type { NetworkSpecification } from '../network.ts'
import { connectContainer, createNetwork, disconnectContainer, removeNetwork } from '../operations.ts'
import type { JoinedEndpoint } from './endpoint.ts'

/**
 * Creates a network and connects containers to it as they are to another: with the same aliases and options, and with
 * addresses that the engine chooses. When one is refused, the network goes again.
 *
 * @throws {EngineError} why it was refused; nothing is left of it.
 */
export async function duplicateNetwork(
	engine: Engine,
	specification: NetworkSpecification,
	endpoints: readonly JoinedEndpoint[],
): Promise<void> {
	const id = await createNetwork(engine, specification)
	const connected: JoinedEndpoint[] = []
	try {
		for (const endpoint of endpoints) {
			const { aliases, options = {} } = endpoint.specification
			const { containerId } = endpoint
			await connectContainer(engine, id, containerId, {
				aliases,
				options,
				ipv4Address: undefined,
				ipv6Address: undefined,
			})
			connected.push(endpoint)
		}
	} catch (error) {
		for (const { containerId } of connected) await disconnectContainer(engine, id, containerId).catch(() => undefined)
		await removeNetwork(engine, id)
		throw error
	}
}
