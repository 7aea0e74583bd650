import type { ContainerRecord, NetworkRecord } from '../engine/records.ts'
import { leadsOutside } from './gate.ts'
import { isIsolating, joined, sandboxOf, type Segment } from './reachability.ts'

/** A container that is to leave a network. */
export interface Leaving {
	readonly container: ContainerRecord
	readonly network: NetworkRecord
}

/** What a container loses by leaving networks, or because the one does in whose sandbox it lives. */
export interface Cut {
	readonly container: ContainerRecord
	/** None where its sandbox is another's. */
	readonly leaves: readonly NetworkRecord[]
	/** The name of the container whose sandbox it shares. */
	readonly sandboxOf: string | undefined
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
	const model = { containers, networks }
	const leftBy = (id: string | undefined) => leaving.flatMap((each) => (each.container.id === id ? each.network : []))
	const places = containers.map((container) => {
		const owner = sandboxOf(model, container)
		const before = owner ? joined(model, owner).map(({ network }) => network) : []
		const left = new Set(leftBy(owner?.id).map(({ id }) => id))
		return { container, owner, before, after: before.filter(({ id }) => !left.has(id)) }
	})
	const meet = (one: readonly Segment[], other: readonly Segment[]) =>
		one.some((network) => !isIsolating(network) && other.includes(network))
	return [...new Set(leaving.map(({ container }) => container.id))].flatMap((id) => {
		const inSandbox = places.filter(({ owner }) => owner?.id === id)
		const elsewhere = places.filter(({ owner }) => owner?.id !== id)
		const ownFirst = inSandbox.toSorted(
			(one, other) => Number(other.container.id === id) - Number(one.container.id === id),
		)
		return ownFirst.map(({ container, owner, before, after }) => ({
			container,
			leaves: leftBy(container.id),
			sandboxOf: container.id === id ? undefined : owner?.name,
			unreachable: elsewhere
				.filter((other) => meet(before, other.before) && !meet(after, other.after))
				.map((other) => other.container),
			losesWayOut: before.some(leadsOutside) && !after.some(leadsOutside),
			isAlone: after.length === 0,
		}))
	})
}
