import { byName, composeProject } from '../../containers/container.ts'
import { composeService, reach, type Model, type Peer } from '../reachability.ts'

/**
 * Writes an isolation file that says what is so now: who reaches whom on a network must, who doesn't never may. A person
 * takes it from there.
 */
export function draftRules(model: Model, project: string | undefined): string {
	const peers = model.containers.filter(({ labels }) => composeProject(labels) === project).toSorted(byName)
	const names = new Map(peers.map((peer) => [peer, nameOf(peer)]))
	const must = new Set<string>()
	const never = new Set<string>()
	for (const [index, one] of peers.entries()) {
		for (const other of peers.slice(index + 1)) {
			if (names.get(one) === names.get(other)) continue
			const [forth, back] = [reach(model, one, other), reach(model, other, one)]
			const line = `  - ${names.get(one)} <-> ${names.get(other)}`
			if (forth.ways.length > 0 && back.ways.length > 0) must.add(line)
			else if (forth.ways.length === 0 && back.ways.length === 0) never.add(line)
		}
	}
	return [
		'# Who must, and who must never reach whom. Longshore shows here what holds.',
		'# Names are services of the project, project/service, or containers; "outside" is everyone beyond the host.',
		'# Arrows: -> for one direction, <-> for both.',
		// A folder's name may read as a number otherwise, such as 2024.
		...(project === undefined ? [] : [`project: ${JSON.stringify(project)}`]),
		...section('must', must),
		...section('never', never),
		'',
	].join('\n')
}

function section(name: string, lines: ReadonlySet<string>): readonly string[] {
	return lines.size === 0 ? [`${name}: []`] : [`${name}:`, ...lines]
}

function nameOf(peer: Peer): string {
	return composeService(peer.labels) ?? peer.name
}
