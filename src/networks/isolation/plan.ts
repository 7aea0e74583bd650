import { composeProject } from '../../containers/container.ts'
import { leadsOutside } from '../gate.ts'
import { joinBar } from '../network.ts'
import {
	composeService,
	isDefaultBridge,
	isIsolating,
	isShared,
	publishedPorts,
	sandboxOf,
	type Model,
	type Peer,
	type Segment,
} from '../reachability.ts'
import { checkRules, type Verdict } from './check.ts'
import { Membership, newNetworkId, type NewNetwork } from './membership.ts'
import type { RuleFile } from './rules.ts'

export interface Joining {
	readonly container: Peer
	/** Of a network that is there, or is created by the plan. */
	readonly networkName: string
	readonly networkId: string | undefined
	readonly aliases: readonly string[]
}

export interface Leaving {
	readonly container: Peer
	readonly networkName: string
	readonly networkId: string
}

/** What would have to change for all rules to hold. Done in this order, nobody loses a way that they must have. */
export interface Plan {
	readonly create: readonly NewNetwork[]
	readonly connect: readonly Joining[]
	readonly disconnect: readonly Leaving[]
	/** Who gets to the outside today, and would not any more. */
	readonly cutOff: readonly Peer[]
	/** Rules that no set of networks can make hold: a shared sandbox, the host's own, `none`, a published port. */
	readonly unmended: readonly Verdict[]
}

/** Proposes networks that make the rules hold, with as little change as can be. */
export function proposePlan(model: Model, file: RuleFile): Plan {
	const verdicts = checkRules(model, file).filter(({ unknown }) => unknown.length === 0)
	const membership = new Membership(model)
	const wishes = wishesOf(model, verdicts)
	const now = () => applied(model, changesOf(model, membership))
	separate(model, membership, wishes)
	unite(membership, wishes, lackingOf(membership, now(), file), file.project)
	const broken = () => checkRules(now(), file).filter(({ holds, unknown }) => !holds && unknown.length === 0)
	letOut(membership, () => broken().length)
	const cutOff = model.containers.filter(
		({ id }) => getsOut(membership.before(id)) && !getsOut(membership.networksOf(id)),
	)
	return { ...changesOf(model, membership), cutOff, unmended: broken() }
}

function getsOut(networks: readonly Segment[]): boolean {
	return networks.some(leadsOutside)
}

/** A container that gets out today still does, unless a rule would then be broken: published ports are outside too. */
function letOut(membership: Membership, countBroken: () => number): void {
	for (const { id } of membership.networks.filter((network) => network.id.startsWith(newNetworkId))) {
		const loses = (peer: string) => getsOut(membership.before(peer)) && !getsOut(membership.networksOf(peer))
		if (!membership.membersOf(id).some(loses)) continue
		const before = countBroken()
		membership.setInternal(id, false)
		if (countBroken() > before) membership.setInternal(id, true)
	}
}

type Changes = Pick<Plan, 'create' | 'connect' | 'disconnect'>

interface Wishes {
	readonly must: readonly Together[]
	readonly never: (one: string, other: string) => boolean
	/** Must never, but does. */
	readonly wrongly: (one: string, other: string) => boolean
	/** Must not get out. */
	readonly kept: ReadonlySet<string>
	/** Must get out, and does not. */
	readonly let: readonly Peer[]
}

interface Together {
	readonly one: Peer
	readonly other: Peer
	readonly reached: boolean
}

/** Networks know no direction: who must reach is joined, who must never is not. */
function wishesOf(model: Model, verdicts: readonly Verdict[]): Wishes {
	const must: Together[] = []
	const never = new Set<string>()
	const wrongly = new Set<string>()
	const kept = new Set<string>()
	const let_: Peer[] = []
	for (const { rule, pairs } of verdicts) {
		for (const { from, to, reached } of pairs) {
			const [one, other] = [from && sandboxOf(model, from), to && sandboxOf(model, to)]
			// Whose sandbox is gone is not the outside world.
			if ((from && !one) || (to && !other)) continue
			if (one && other) {
				if (rule.kind === 'must') must.push({ one, other, reached })
				else never.add(pairKey(one.id, other.id))
				if (rule.kind === 'never' && reached) wrongly.add(pairKey(one.id, other.id))
			} else if (one && rule.kind === 'never') kept.add(one.id)
			else if (one && !reached) let_.push(one)
		}
	}
	const among = (pairs: ReadonlySet<string>) => (one: string, other: string) => pairs.has(pairKey(one, other))
	return { must, never: among(never), wrongly: among(wrongly), kept, let: let_ }
}

/**
 * What is missing after the separation. Who reaches the other by another way needs no network for it, unless they lost
 * the one that they shared: its names and addresses are what they know each other by.
 */
function lackingOf(membership: Membership, after: Model, file: RuleFile): Pick<Wishes, 'must' | 'let'> {
	const wishes = wishesOf(after, checkRules(after, file))
	const isLacking = ({ one, other, reached }: Together) => !reached || membership.shared(one.id, other.id)
	// The engine joins nobody to a network who has the host's, or none.
	const joins = (peer: Peer) => joinBar(peer) === undefined
	return {
		must: wishes.must.filter((pair) => isLacking(pair) && joins(pair.one) && joins(pair.other)),
		let: wishes.let.filter(joins),
	}
}

function pairKey(one: string, other: string): string {
	return one < other ? `${one} ${other}` : `${other} ${one}`
}

/** Takes off networks who must not be there together. */
function separate(model: Model, membership: Membership, { must, wrongly, kept }: Wishes): void {
	for (const network of membership.networks) {
		for (const id of kept) if (leadsOutside(network)) membership.leave(id, network.id)
		let conflict = firstConflict(membership.membersOf(network.id), wrongly)
		while (conflict) {
			const cost = (id: string) => {
				const lost = must.filter(
					({ one, other }) =>
						(one.id === id && membership.has(other.id, network.id)) ||
						(other.id === id && membership.has(one.id, network.id)),
				)
				const published = model.containers.some((peer) => peer.id === id && publishedPorts(peer).length > 0)
				// One that nobody needs there goes; else one that is not published there, or has more networks left.
				return lost.length * 100 + (published && !network.internal ? 10 : 0) - membership.networksOf(id).length
			}
			const [one, other] = conflict
			membership.leave(cost(one) < cost(other) ? one : other, network.id)
			conflict = firstConflict(membership.membersOf(network.id), wrongly)
		}
	}
}

function firstConflict(members: readonly string[], wrongly: Wishes['wrongly']): readonly [string, string] | undefined {
	for (const [index, one] of members.entries()) {
		const other = members.slice(index + 1).find((each) => wrongly(one, each))
		if (other !== undefined) return [one, other]
	}
	return undefined
}

/** Puts onto a network of their own who must be together; who needs each other the same way shares one. */
function unite(
	membership: Membership,
	{ must, never, kept }: Wishes,
	lacking: Pick<Wishes, 'must' | 'let'>,
	project: string | undefined,
): void {
	const needed = new Set(must.map(({ one, other }) => pairKey(one.id, other.id)))
	const needs = (one: string, other: string) => needed.has(pairKey(one, other))
	for (const { one, other } of lacking.must) {
		if (never(one.id, other.id) || membership.share(one.id, other.id)) continue
		const fits = (network: Segment) => {
			const newcomers = [one.id, other.id].filter((id) => !membership.has(id, network.id))
			const all = new Set([...membership.membersOf(network.id), ...newcomers])
			const closed = network.internal || newcomers.every((id) => !kept.has(id))
			// Nobody is let in with someone whom they need not reach.
			return closed && newcomers.every((id) => [...all].every((each) => each === id || needs(id, each)))
		}
		const candidates = membership.networks.filter((network) => isUsable(network) && fits(network))
		const found = candidates.find(({ id }) => membership.has(one.id, id) || membership.has(other.id, id))
		const target =
			found ?? candidates.find(({ id }) => id.startsWith(newNetworkId) && membership.membersOf(id).length > 0)
		const network =
			target ??
			membership.add(
				nameFor([one, other], project ?? composeProject(one.labels)),
				project ?? composeProject(one.labels),
			)
		membership.join(one.id, network.id)
		membership.join(other.id, network.id)
	}
	for (const peer of lacking.let) {
		if (getsOut(membership.networksOf(peer.id))) continue
		const own = membership.add(
			nameFor([peer], project ?? composeProject(peer.labels)),
			project ?? composeProject(peer.labels),
		)
		membership.join(peer.id, own.id)
		membership.setInternal(own.id, false)
	}
}

function isUsable(network: Segment): boolean {
	const joins = network.driver === 'bridge' || network.driver === 'overlay'
	return joins && isShared(network) && !network.ingress && !isDefaultBridge(network) && !isIsolating(network)
}

function nameFor(peers: readonly Peer[], project: string | undefined): string {
	const names = peers.map((peer) => composeService(peer.labels) ?? peer.name)
	// `shop_api-catalog`, not `shop_shop-api-1-shop-catalog-1`.
	const short =
		project === undefined
			? names
			: names.map((name) => name.replace(new RegExp(`^${project}[-_]`), '').replace(/[-_]\d+$/, ''))
	return `${project === undefined ? '' : `${project}_`}${short.join('-')}`
}

function changesOf(model: Model, membership: Membership): Changes {
	const connect: Joining[] = []
	const disconnect: Leaving[] = []
	for (const container of model.containers) {
		const { joined, left } = membership.changesOf(container.id)
		for (const network of joined) {
			const isNew = network.id.startsWith(newNetworkId)
			connect.push({
				container,
				networkName: network.name,
				networkId: isNew ? undefined : network.id,
				aliases: aliasesOf(container),
			})
		}
		for (const network of left) {
			disconnect.push({ container, networkName: network.name, networkId: network.id })
		}
	}
	return { create: membership.created, connect, disconnect }
}

/** The names by which it is found elsewhere, so that it is found by them there too. */
function aliasesOf({ endpoints, labels, name }: Peer): readonly string[] {
	const service = composeService(labels)
	const all = new Set([...endpoints.flatMap(({ aliases }) => aliases), ...(service === undefined ? [] : [service])])
	return [...all].filter((alias) => alias !== name)
}

/** What would be so after a plan. */
export function applied(model: Model, { create, connect, disconnect }: Changes): Model {
	const networks = [
		...model.networks,
		...create.map(({ name, internal }) => ({
			...{ id: newNetworkId + name, name, internal, driver: 'bridge', scope: 'local', ingress: false },
			...{ labels: {}, options: {}, pools: [] },
		})),
	]
	const containers = model.containers.map((peer) => {
		const left = disconnect.filter(({ container }) => container.id === peer.id)
		const joined = connect.filter(({ container }) => container.id === peer.id)
		return {
			...peer,
			endpoints: [
				...peer.endpoints.filter(({ networkName }) => !left.some((each) => each.networkName === networkName)),
				...joined.map(({ networkName, networkId, aliases }) => ({
					...{ networkName, networkId: networkId ?? newNetworkId + networkName, aliases },
					...{ ipv4Address: undefined, ipv4PrefixLength: undefined },
					...{ ipv6Address: undefined, ipv6PrefixLength: undefined, macAddress: undefined },
					...{ ipv4Gateway: undefined, ipv6Gateway: undefined },
				})),
			],
		}
	})
	return { containers, networks }
}
