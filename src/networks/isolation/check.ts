import { composeProject } from '../../containers/container.ts'
import { entryTexts } from '../gate.ts'
import {
	audienceOf,
	composeService,
	directWaysIn,
	isHost,
	publishedPorts,
	reach,
	sandboxOf,
	waysOut,
	type Model,
	type Peer,
	type Way,
} from '../reachability.ts'
import { outside, type Rule, type RuleFile } from './rules.ts'

/** One end of a pair; nothing stands for the outside world. */
export type End = Peer | undefined

export interface Pair {
	readonly from: End
	readonly to: End
	/** By a container's way, or of the outside world by these ports and networks. */
	readonly ways: readonly Way[]
	readonly openings: readonly string[]
	readonly reached: boolean
}

/** What is so of a rule now. */
export interface Verdict {
	readonly rule: Rule
	readonly holds: boolean
	/** Those that break it. */
	readonly broken: readonly Pair[]
	/** All that it speaks of. */
	readonly pairs: readonly Pair[]
	/** Names that no container has; such a rule says nothing. */
	readonly unknown: readonly string[]
}

/** Holds each rule against what is so. */
export function checkRules(model: Model, file: RuleFile): readonly Verdict[] {
	return file.rules.map((rule) => checkRule(model, file, rule))
}

function checkRule(model: Model, { project }: RuleFile, rule: Rule): Verdict {
	const [from, to] = [endsOf(model, project, rule.from), endsOf(model, project, rule.to)]
	const unknown = [...(from.length === 0 ? [rule.from] : []), ...(to.length === 0 ? [rule.to] : [])]
	const pairs = from.flatMap((one) =>
		to.flatMap((other) => {
			if (one === other) return []
			return rule.both ? [pairOf(model, one, other), pairOf(model, other, one)] : [pairOf(model, one, other)]
		}),
	)
	const broken = pairs.filter(({ reached }) => reached !== (rule.kind === 'must'))
	return { rule, pairs, broken, unknown, holds: unknown.length === 0 && broken.length === 0 }
}

function endsOf(model: Model, project: string | undefined, name: string): readonly End[] {
	return name === outside ? [undefined] : peersNamed(model, project, name)
}

/**
 * The containers that a name means: a service of the file's project (all its replicas), `project/service`, a
 * container's name, or an alias; the first of these that there is.
 */
export function peersNamed({ containers }: Model, project: string | undefined, name: string): readonly Peer[] {
	const [ownProject, service] = name.includes('/') ? name.split('/') : [project, name]
	const inProject = (peer: Peer) => ownProject === undefined || composeProject(peer.labels) === ownProject
	const steps: readonly ((peer: Peer) => boolean)[] = [
		(peer) => inProject(peer) && composeService(peer.labels) === service,
		(peer) => peer.name === name,
		(peer) => inProject(peer) && peer.endpoints.some(({ aliases }) => aliases.includes(service ?? name)),
		// As compose names the containers of a service; also where its labels are missing.
		(peer) =>
			inProject(peer) && service !== undefined && new RegExp(`^.+[-_]${escape(service)}[-_]\\d+$`).test(peer.name),
	]
	for (const step of steps) {
		const found = containers.filter(step)
		if (found.length > 0) return found
	}
	return []
}

/** The names by which a file can speak of containers: services of its project first. */
export function knownNames({ containers }: Model, project: string | undefined): readonly string[] {
	const services = containers.flatMap(({ labels }) => {
		const service = composeService(labels)
		if (service === undefined) return []
		return project === undefined || composeProject(labels) === project
			? service
			: `${composeProject(labels) ?? ''}/${service}`
	})
	const plain = containers.flatMap(({ labels, name }) => (composeService(labels) === undefined ? name : []))
	return [...new Set([...services, ...plain, outside])]
}

function pairOf(model: Model, from: End, to: End): Pair {
	if (from && to) {
		const { ways } = reach(model, from, to)
		return { from, to, ways, openings: [], reached: ways.length > 0 }
	}
	const openings = from ? exitsOf(model, from) : to ? entriesOf(model, to) : []
	return { from, to, ways: [], openings, reached: openings.length > 0 }
}

function exitsOf(model: Model, peer: Peer): readonly string[] {
	const sandbox = sandboxOf(model, peer)
	return sandbox && isHost(sandbox) ? ['host'] : waysOut(model, peer).map(({ name }) => name)
}

/** What lets the outside world in; a port for the host alone does not. */
function entriesOf(model: Model, peer: Peer): readonly string[] {
	const sandbox = sandboxOf(model, peer)
	if (!sandbox) return []
	if (isHost(sandbox)) return ['host']
	const open = publishedPorts(sandbox).filter((port) => audienceOf(port) !== 'host')
	return [
		...open.map(({ hostAddress, hostPort }) => `${hostAddress ?? '*'}:${hostPort ?? ''}`),
		...directWaysIn(model, sandbox).flatMap(entryTexts),
	]
}

function escape(text: string): string {
	return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
}
