import type { PortRecord } from '../../engine/records.ts'
import type { Model, Peer, Reach, Way } from '../reachability.ts'
import { joined, namesOn, sandboxOf } from '../reachability.ts'
import { addressesOf } from '../network.ts'
import { isReached, type Attempts, type Target, type Tried } from './probe.ts'

/** More would only make one wait. */
const most = 4

/** Whether and how one TCP port is reached: published ports lead to themselves alone, every other way to all. */
export function reachAt(reach: Reach, port: number): Reach {
	const ways = reach.ways.flatMap((way) => waysTo(way, port))
	if (ways.length > 0 || reach.ways.length === 0) return { ...reach, ways }
	const meet = reach.obstacles.some(({ kind }) => kind === 'isolating')
	return {
		ways,
		obstacles: [
			...(meet ? [] : [{ kind: 'noSharedNetwork' } as const]),
			...reach.obstacles,
			{ kind: 'notPublished', port },
		],
		stopped: reach.stopped,
	}
}

function waysTo(way: Way, port: number): readonly Way[] {
	const leadsThere = ({ containerPort, protocol }: PortRecord) => containerPort === port && protocol === 'tcp'
	if (way.kind === 'published') return leadsThere(way.port) ? [way] : []
	if (way.kind !== 'routed') return [way]
	const entries = way.entries.filter(({ ports }) => ports?.some(leadsThere))
	return entries.length > 0 ? [{ ...way, entries }] : []
}

/**
 * What is worth trying to find out whether a port of a container is reached: what the model says, else all of its
 * names and addresses.
 *
 * @param reach At this port.
 */
export function attemptsFor(model: Model, to: Peer, port: number, reach: Reach): Attempts {
	const names = new Set<string>()
	const targets = new Map<string, Target>()
	const add = (addresses: readonly string[], toPort = port) => {
		for (const address of addresses) targets.set(`${address} ${toPort}`, { address, port: toPort })
	}
	for (const way of reach.ways) {
		if (way.kind === 'sandbox') add(['127.0.0.1'])
		else if (way.kind === 'published') add(way.addresses.map(loopback), way.port.hostPort)
		else if (way.kind === 'routed') add(way.entries.map(({ address }) => address))
		else add(way.addresses)
		if (way.kind === 'network') for (const name of way.names) names.add(name)
	}
	const owner = sandboxOf(model, to) ?? to
	if (reach.ways.length === 0) {
		names.add(owner.name)
		for (const { network, endpoint } of joined(model, owner)) {
			for (const name of namesOn(network, owner)) names.add(name)
			add(addressesOf(endpoint))
		}
	}
	return { names: [...names].slice(0, most), targets: [...targets.values()].slice(0, most) }
}

function loopback(address: string): string {
	return address === 'localhost' ? '127.0.0.1' : address
}

export type Difference =
	| { readonly kind: 'reachedAgainstModel' | 'notReachedAgainstModel' }
	/** It is reached, but not here, where the model says so as well. */
	| { readonly kind: 'addressNotReached'; readonly target: Target }
	| { readonly kind: 'nameNotFound' | 'nameFoundAgainstModel'; readonly name: string }
	/** It resolves, but to somebody else. */
	| { readonly kind: 'nameElsewhere'; readonly name: string; readonly addresses: readonly string[] }

/**
 * Where what was tried and what the model says don't agree; empty where they do, undefined where that can't be told:
 * nothing could be tried, or somebody does not run yet.
 */
export function differences(
	{ ways, obstacles, stopped }: Reach,
	{ lookups, trials }: Tried,
): readonly Difference[] | undefined {
	const sent = trials.filter(({ outcome }) => outcome !== 'failed')
	const isNothingTold = sent.length === 0 && (trials.length > 0 || lookups.length === 0)
	if (stopped.length > 0 || isNothingTold) return undefined
	const found: Difference[] = []
	const reached = sent.some(isReached)
	if (sent.length > 0 && reached !== ways.length > 0) {
		found.push({ kind: reached ? 'reachedAgainstModel' : 'notReachedAgainstModel' })
	}
	if (reached && ways.length > 0) {
		const silent = sent.filter((trial) => !isReached(trial))
		found.push(...silent.map((target) => ({ kind: 'addressNotReached', target }) as const))
	}
	for (const { name, addresses } of lookups) {
		const way = ways.find((each) => each.kind === 'network' && each.names.includes(name))
		if (way?.kind !== 'network') {
			// A network that keeps its containers apart tells their names all the same.
			const isTold = obstacles.some(({ kind }) => kind === 'isolating')
			if (addresses.length > 0 && !isTold) found.push({ kind: 'nameFoundAgainstModel', name })
		} else if (addresses.length === 0) found.push({ kind: 'nameNotFound', name })
		else {
			const known = new Set(ways.flatMap((each) => (each.kind === 'network' ? each.addresses : [])))
			if (!addresses.some((address) => known.has(address))) found.push({ kind: 'nameElsewhere', name, addresses })
		}
	}
	return found
}
