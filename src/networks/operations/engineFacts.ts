import * as v from 'valibot'
import { decode } from '../../engine/decode.ts'
import type { Engine } from '../../engine/engine.ts'

/** What an engine says of itself that matters for networks. */
export interface EngineFacts {
	/** The host name of its machine. */
	readonly name: string
	readonly rootless: boolean
	/** The network drivers that it has, plug-ins too; without those of which it has one network by itself. */
	readonly drivers: readonly string[]
	/** Its part in a swarm: overlay networks are made on a manager. */
	readonly swarm: 'none' | 'worker' | 'manager'
}

const names = v.nullish(v.array(v.string()), [])

const infoSchema = v.object({
	Name: v.nullish(v.string(), ''),
	SecurityOptions: names,
	Plugins: v.nullish(v.object({ Network: names }), { Network: [] }),
	Swarm: v.nullish(
		v.object({ LocalNodeState: v.nullish(v.string(), ''), ControlAvailable: v.nullish(v.boolean(), false) }),
		{ LocalNodeState: '', ControlAvailable: false },
	),
})

/**
 * Drivers, swarm and machine of an engine; `GET /info`.
 *
 * @throws {EngineError}
 */
export async function engineFacts({ docker }: Engine): Promise<EngineFacts> {
	const info = decode(infoSchema, await docker.info())
	const { LocalNodeState, ControlAvailable } = info.Swarm
	return {
		name: info.Name,
		rootless: info.SecurityOptions.some((option) => option.startsWith('name=rootless')),
		drivers: info.Plugins.Network.filter((driver) => driver !== 'host' && driver !== 'null'),
		swarm: LocalNodeState !== 'active' ? 'none' : ControlAvailable ? 'manager' : 'worker',
	}
}
