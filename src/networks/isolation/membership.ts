import { isIsolating, joined, type Model, type Segment } from '../reachability.ts'

export interface NewNetwork {
	readonly name: string
	readonly internal: boolean
	readonly project: string | undefined
}

/** Begins the ids of networks that are yet to be created. */
export const newNetworkId = 'new:'

/** Who is on which network, while it is being planned. */
export class Membership {
	readonly #networks: Map<string, Segment>
	readonly #before: ReadonlyMap<string, ReadonlySet<string>>
	readonly #now: Map<string, Set<string>>
	readonly #projects = new Map<string, string | undefined>()

	constructor(model: Model) {
		this.#networks = new Map(model.networks.map((network) => [network.id, network]))
		const entries = () =>
			model.containers.map((peer) => [peer.id, new Set(joined(model, peer).map(({ network }) => network.id))] as const)
		this.#before = new Map(entries())
		this.#now = new Map(entries())
	}

	get networks(): readonly Segment[] {
		return [...this.#networks.values()]
	}

	/** Networks that were added and that somebody is on. */
	get created(): readonly NewNetwork[] {
		return this.networks
			.filter(({ id }) => id.startsWith(newNetworkId) && this.membersOf(id).length > 0)
			.map(({ id, name, internal }) => ({ name, internal, project: this.#projects.get(id) }))
	}

	has(peer: string, network: string): boolean {
		return this.#now.get(peer)?.has(network) ?? false
	}

	membersOf(network: string): readonly string[] {
		return [...this.#now].flatMap(([peer, networks]) => (networks.has(network) ? peer : []))
	}

	networksOf(peer: string): readonly Segment[] {
		return [...(this.#now.get(peer) ?? [])].flatMap((id) => this.#networks.get(id) ?? [])
	}

	before(peer: string): readonly Segment[] {
		return [...(this.#before.get(peer) ?? [])].flatMap((id) => this.#networks.get(id) ?? [])
	}

	/** Whether two are on one network that lets them talk. */
	share(one: string, other: string): boolean {
		return this.networksOf(one).some((network) => this.has(other, network.id) && !isIsolating(network))
	}

	/** Whether they were before. */
	shared(one: string, other: string): boolean {
		const others = this.before(other)
		return this.before(one).some((network) => others.includes(network) && !isIsolating(network))
	}

	join(peer: string, network: string): void {
		this.#now.get(peer)?.add(network)
	}

	leave(peer: string, network: string): void {
		this.#now.get(peer)?.delete(network)
	}

	/** A network that is to be created, internal at first; under a name that is free. */
	add(wanted: string, project: string | undefined): Segment {
		const taken = new Set(this.networks.map(({ name }) => name))
		let name = wanted
		for (let number = 2; taken.has(name); number += 1) name = `${wanted}-${number}`
		const id = newNetworkId + name
		const network: Segment = {
			...{ id, name, internal: true, driver: 'bridge', scope: 'local', ingress: false },
			...{ labels: {}, options: {}, pools: [] },
		}
		this.#networks.set(id, network)
		this.#projects.set(id, project)
		return network
	}

	/** Whether a network that is to be created shall be closed to the outside. */
	setInternal(id: string, internal: boolean): void {
		const network = this.#networks.get(id)
		if (network) this.#networks.set(id, { ...network, internal })
	}

	changesOf(peer: string): { readonly joined: readonly Segment[]; readonly left: readonly Segment[] } {
		const [before, now] = [this.before(peer), this.networksOf(peer)]
		const ids = (networks: readonly Segment[]) => new Set(networks.map(({ id }) => id))
		return {
			joined: now.filter(({ id }) => !ids(before).has(id)),
			left: before.filter(({ id }) => !ids(now).has(id)),
		}
	}
}
