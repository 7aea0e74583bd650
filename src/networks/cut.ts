import type { ContainerRecord, NetworkRecord } from '../engine/records.ts'

/** A container that is to leave a network. */
export interface Leaving {
	readonly container: ContainerRecord
	readonly network: NetworkRecord
}

/** What a container loses by leaving networks. */
export interface Cut {
	readonly container: ContainerRecord
	readonly leaves: readonly NetworkRecord[]
	/** With whom it shares no network any more. */
	readonly unreachable: readonly ContainerRecord[]
	/** It reached the outside, and was reached by its published ports, over one of these alone. */
	readonly losesWayOut: boolean
	/** It is on no network any more. */
	readonly isAlone: boolean
}

/**
 * Which connections are cut when containers leave networks, all at once.
 *
 * @param containers All of the engine.
 * @param networks All of the engine.
 */
export function cutsOf(
	leaving: readonly Leaving[],
	containers: readonly ContainerRecord[],
	networks: readonly NetworkRecord[],
): readonly Cut[] {
	const byName = new Map(networks.map((network) => [network.name, network]))
	const left = new Map<string, Set<string>>()
	for (const { container, network } of leaving) {
		left.set(container.id, (left.get(container.id) ?? new Set()).add(network.name))
	}
	const namesOf = ({ endpoints }: ContainerRecord) => endpoints.map(({ networkName }) => networkName)
	const remaining = (container: ContainerRecord) =>
		namesOf(container).filter((name) => !left.get(container.id)?.has(name))
	const connects = (name: string) => byName.get(name)?.options['com.docker.network.bridge.enable_icc'] !== 'false'
	const shared = (one: readonly string[], other: readonly string[]) =>
		one.some((name) => connects(name) && other.includes(name))
	const isWayOut = (name: string) => {
		const network = byName.get(name)
		return network !== undefined && !network.internal && network.driver !== 'null'
	}
	return [...new Map(leaving.map(({ container }) => [container.id, container])).values()].map((container) => {
		const [before, after] = [namesOf(container), remaining(container)]
		return {
			container,
			leaves: before.flatMap((name) => (left.get(container.id)?.has(name) ? (byName.get(name) ?? []) : [])),
			unreachable: containers.filter(
				(other) => other.id !== container.id && shared(before, namesOf(other)) && !shared(after, remaining(other)),
			),
			losesWayOut: before.some(isWayOut) && !after.some(isWayOut),
			isAlone: after.length === 0,
		}
	})
}
