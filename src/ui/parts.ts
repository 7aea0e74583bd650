import type { Connection } from '../engine/connection.ts'
import type { Engine } from '../engine/engine.ts'
import type { Inventory } from '../engine/inventory.ts'
import type { Log } from '../engine/log.ts'
import { noEngine } from './failure.ts'
import type { InspectDocuments } from './inspectDocuments.ts'

/** What every feature is built from; handed over by `extension.ts`. */
export interface Parts {
	readonly connection: Connection
	readonly inventory: Inventory
	readonly log: Log
	readonly inspectDocuments: InspectDocuments
}

/** Typestate: who holds one may speak to the engine. */
export type Connected<P extends Parts = Parts> = P & { readonly engine: Engine }

/**
 * A command handler that needs an engine: connects on first need, then runs.
 *
 * @throws {Failure} from the handler it returns, if no engine answers; `registerCommands` shows it with its remedies.
 */
export function whenConnected<P extends Parts, A extends unknown[]>(
	parts: P,
	run: (connected: Connected<P>, ...rest: A) => Promise<void>,
): (...rest: A) => Promise<void> {
	return async (...rest) => {
		const engine = await parts.connection.connected().catch((error: unknown) => {
			throw noEngine(error)
		})
		await run({ ...parts, engine }, ...rest)
	}
}
