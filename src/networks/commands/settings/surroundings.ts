import { randomFillSync } from 'node:crypto'
import type { Engine } from '../../../engine/engine.ts'
import type { NetworkRecord } from '../../../engine/records.ts'
import type { Connected } from '../../../ui/parts.ts'
import { freeSubnet, freeUniqueLocalSubnet } from '../../address.ts'
import { isIPv6 } from '../../family.ts'
import { hostOf, type Host } from '../../host.ts'
import { subnetsOf } from '../../network.ts'
import { engineFacts, type EngineFacts } from '../../operations/engineFacts.ts'
import type { NetworkParts } from '../../parts.ts'

/** What a network's settings are held against. */
export interface Surroundings {
	readonly engine: Engine
	readonly facts: EngineFacts
	/** The network of the engine's machine, where that is this one. */
	readonly host: Host | undefined
	/** The other networks of the engine, as they are now. */
	readonly others: () => readonly NetworkRecord[]
}

/**
 * Asks the engine and this machine.
 *
 * @param own The network that is about to go, which stands in nobody's way.
 */
export async function lookAround(
	{ engine, inventory }: Connected<NetworkParts>,
	own?: NetworkRecord,
): Promise<Surroundings> {
	const [facts] = await Promise.all([engineFacts(engine), inventory.loaded('networks', 'containers')])
	const host = await hostOf(engine.endpoint, facts)
	const ownSubnets = own ? subnetsOf(own) : []
	return {
		engine,
		facts,
		host: host && { ...host, routes: host.routes.filter(({ subnet }) => !ownSubnets.includes(subnet)) },
		others: () => [...inventory.networks.values()].filter(({ id }) => id !== own?.id),
	}
}

/** A subnet of the same version that overlaps no network and, where it is known, no route of the engine's machine. */
export function proposedSubnet(
	{ host, others }: Surroundings,
	version: 4 | 6,
	besides: readonly string[] = [],
): string | undefined {
	const routes = host?.routes.map(({ subnet }) => subnet) ?? []
	const taken = [...others().flatMap(subnetsOf), ...routes, ...besides]
	return version === 4 ? freeSubnet(taken) : freeUniqueLocalSubnet(taken, () => randomFillSync(new Uint8Array(5)))
}

/** As {@link proposedSubnet}, of the version that another has. */
export function proposedLike(surroundings: Surroundings, subnet: string, besides: readonly string[]) {
	return proposedSubnet(surroundings, isIPv6(subnet) ? 6 : 4, besides)
}
