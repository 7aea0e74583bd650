import type { Engine } from '../../engine/engine.ts'
import { EngineError, isNotFound, toEngineError } from '../../engine/errors.ts'
import { connectContainer, createNetwork, disconnectContainer, removeNetwork } from '../operations.ts'
import { joinedEndpoint } from '../operations/endpoint.ts'
import { rejoinAll } from '../operations/rejoin.ts'
import { specificationOf } from '../operations/specification.ts'
import type { Plan } from './plan.ts'

/** A step that puts back what a plan had changed. */
export type Undoing =
	| { readonly kind: 'remove'; readonly networkName: string }
	| { readonly kind: 'connect' | 'disconnect'; readonly networkName: string; readonly containerName: string }

/** A plan failed, and these steps, which would have put back what it had changed, did too. */
export class UndoError extends EngineError {
	readonly remaining: readonly Undoing[]

	constructor(cause: EngineError, remaining: readonly Undoing[]) {
		super(cause.reason, cause.message, { cause })
		this.remaining = remaining
	}
}

/**
 * Carries a plan out: creates, connects, then disconnects, so that nobody loses a way that they must have. On failure
 * and when cancelled, all is put back as it was.
 *
 * @throws {UndoError} when it failed and not all could be put back.
 * @throws {EngineError} why a step failed, with all as before.
 */
export async function applyPlan(
	engine: Engine,
	{ create, connect, disconnect }: Plan,
	signal: AbortSignal,
): Promise<void> {
	const undo: { readonly undoing: Undoing; readonly run: (cause: EngineError) => Promise<void> }[] = []
	try {
		for (const { name, internal, project } of create) {
			signal.throwIfAborted()
			await createNetwork(engine, {
				...{ name, internal, driver: 'bridge', attachable: false, ipv6: false, subnets: [], options: {} },
				// Compose then counts it among the project's own, and shows and removes it with them.
				labels: project === undefined ? {} : { 'com.docker.compose.project': project },
			})
			undo.push({
				undoing: { kind: 'remove', networkName: name },
				run: () => removeNetwork(engine, name).catch(unlessGone),
			})
		}
		for (const { container, networkId, networkName, aliases } of connect) {
			signal.throwIfAborted()
			const network = networkId ?? networkName
			await connectContainer(engine, network, container.id, {
				aliases,
				ipv4Address: undefined,
				ipv6Address: undefined,
			})
			undo.push({
				undoing: { kind: 'disconnect', networkName, containerName: container.name },
				run: () => disconnectContainer(engine, network, container.id).catch(unlessGone),
			})
		}
		for (const { container, networkId, networkName } of disconnect) {
			signal.throwIfAborted()
			const { specification } = await specificationOf(engine, networkId)
			const endpoint = await joinedEndpoint(engine, container.id, { id: networkId, name: networkName })
			if (!endpoint) continue
			await disconnectContainer(engine, networkId, container.id)
			undo.push({
				undoing: { kind: 'connect', networkName, containerName: container.name },
				run: (cause) => rejoinAll(engine, networkId, [endpoint], specification, cause),
			})
		}
	} catch (thrown) {
		const error = toEngineError(thrown)
		const remaining: Undoing[] = []
		for (const { undoing, run } of undo.reverse()) await run(error).catch(() => remaining.push(undoing))
		throw remaining.length > 0 ? new UndoError(error, remaining) : error
	}
}

/** What somebody else removed in the meantime need not be put back. */
function unlessGone(error: unknown): void {
	if (!isNotFound(error)) throw error
}
