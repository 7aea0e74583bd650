import type { Engine } from '../../engine/engine.ts'
import { connectContainer, createNetwork, disconnectContainer, removeNetwork } from '../operations.ts'
import type { Plan } from './plan.ts'

/**
 * Carries a plan out: creates, connects, then disconnects, so that nobody loses a way that they must have. On failure
 * and when cancelled, all is put back as it was.
 *
 * @throws {EngineError} why a step failed.
 */
export async function applyPlan(
	engine: Engine,
	{ create, connect, disconnect }: Plan,
	signal: AbortSignal,
): Promise<void> {
	const undo: (() => Promise<void>)[] = []
	try {
		for (const { name, internal, project } of create) {
			signal.throwIfAborted()
			await createNetwork(engine, {
				...{ name, internal, driver: 'bridge', attachable: false, ipv6: false, subnets: [], options: {} },
				// Compose then counts it among the project's own, and shows and removes it with them.
				labels: project === undefined ? {} : { 'com.docker.compose.project': project },
			})
			undo.push(() => removeNetwork(engine, name))
		}
		for (const { container, networkId, networkName, aliases } of connect) {
			signal.throwIfAborted()
			const network = networkId ?? networkName
			await connectContainer(engine, network, container.id, {
				aliases,
				ipv4Address: undefined,
				ipv6Address: undefined,
			})
			undo.push(() => disconnectContainer(engine, network, container.id))
		}
		for (const { container, networkId, aliases, ipv4Address, ipv6Address } of disconnect) {
			signal.throwIfAborted()
			await disconnectContainer(engine, networkId, container.id)
			undo.push(() => putBack(engine, networkId, container.id, { aliases, ipv4Address, ipv6Address }))
		}
	} catch (error) {
		for (const step of undo.reverse()) await step().catch(() => undefined)
		throw error
	}
}

/** With the address it had; the engine refuses that where the network has no subnet that a person chose. */
async function putBack(
	engine: Engine,
	networkId: string,
	containerId: string,
	endpoint: Parameters<typeof connectContainer>[3],
): Promise<void> {
	try {
		await connectContainer(engine, networkId, containerId, endpoint)
	} catch {
		await connectContainer(engine, networkId, containerId, {
			...endpoint,
			ipv4Address: undefined,
			ipv6Address: undefined,
		})
	}
}
