import type { Engine } from '../../engine/engine.ts'
import { toEngineError } from '../../engine/errors.ts'
import { disconnectContainer, removeNetwork } from '../operations.ts'
import type { JoinedEndpoint } from './endpoint.ts'
import { endpointsOf, rejoinAll } from './rejoin.ts'
import { specificationOf } from './specification.ts'

/**
 * Removes a network after disconnecting these containers. When anything is refused, as where somebody else uses it too,
 * they are connected again as they were.
 *
 * @throws {RestorationError} when it failed and not all could be connected again.
 * @throws {EngineError} why it failed, with all as before.
 */
export async function emptyAndRemove(
	engine: Engine,
	network: { readonly id: string; readonly name: string },
	containerIds: ReadonlySet<string>,
): Promise<void> {
	const { specification } = await specificationOf(engine, network.id)
	const endpoints = (await endpointsOf(engine, network)).filter(({ containerId }) => containerIds.has(containerId))
	const disconnected: JoinedEndpoint[] = []
	try {
		for (const endpoint of endpoints) {
			await disconnectContainer(engine, network.id, endpoint.containerId)
			disconnected.push(endpoint)
		}
		await removeNetwork(engine, network.id)
	} catch (thrown) {
		const error = toEngineError(thrown)
		await rejoinAll(engine, network.id, disconnected, specification, error)
		throw error
	}
}
