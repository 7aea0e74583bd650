import * as v from 'valibot'
import { decode } from '../engine/decode.ts'
import type { Engine } from '../engine/engine.ts'

/** By the network's name: on one engine a container cannot join two networks of one name. */
export type AliasesByNetwork = ReadonlyMap<string, readonly string[]>

const schema = v.object({
	NetworkSettings: v.object({
		Networks: v.nullish(v.record(v.string(), v.object({ Aliases: v.nullish(v.array(v.string()), []) })), {}),
	}),
})

/**
 * Under which other names a container is known, on each of its networks; `GET /containers/{id}/json`. Lists leave them
 * out.
 *
 * @throws {EngineError}
 */
export async function allAliasesOf({ docker }: Engine, containerId: string): Promise<AliasesByNetwork> {
	const { NetworkSettings } = decode(schema, await docker.getContainer(containerId).inspect())
	return new Map(
		Object.entries(NetworkSettings.Networks ?? {}).map(([name, { Aliases }]) => [
			name,
			// The engine adds the container's own short id to them.
			Aliases.filter((alias) => !(alias.length === 12 && containerId.startsWith(alias))),
		]),
	)
}
