import { byName } from '../../../containers/container.ts'
import { entryTexts } from '../../gate.ts'
import { portText, reach, waysOut, type Model, type Peer, type Reach, type Way } from '../../reachability.ts'
import type { TopologyTexts } from '../texts.ts'
import { fill } from './dom.ts'

/** Whom a container can reach, and whom not. */
export interface Reaching {
	readonly peer: Peer
	readonly others: readonly { readonly peer: Peer; readonly reach: Reach }[]
	readonly out: readonly string[]
}

export function reachingOf(model: Model, containerId: string): Reaching | undefined {
	const peer = model.containers.find(({ id }) => id === containerId)
	return (
		peer && {
			peer,
			others: model.containers
				.filter((other) => other !== peer)
				.map((other) => ({ peer: other, reach: reach(model, peer, other) }))
				.sort((one, other) => rankOf(one.reach) - rankOf(other.reach) || byName(one.peer, other.peer)),
			out: waysOut(model, peer).map(({ name }) => name),
		}
	)
}

/** Nearest first: one sandbox, a shared network, by the host, through published ports; then whom it can't reach. */
function rankOf({ ways: [way] }: Reach): number {
	if (!way) return 4
	return way.kind === 'sandbox' ? 0 : way.kind === 'network' ? 1 : way.kind === 'published' ? 3 : 2
}

/** A way in words: by which name and address, over which network. */
export function wayText(way: Way, texts: TopologyTexts): string {
	switch (way.kind) {
		case 'sandbox':
			return texts.waySandbox
		case 'network':
			return fill(texts.wayNetwork, [...way.names, ...way.addresses].join(', ') || texts.noAddress, way.networkName)
		case 'fromHost':
			return fill(texts.wayFromHost, way.addresses.join(', ') || texts.noAddress, way.networkName)
		case 'toHost':
			return fill(texts.wayToHost, way.addresses.join(', '), way.networkName)
		case 'routed':
			return fill(texts.wayRouted, way.entries.flatMap(entryTexts).join(', '), way.networkName)
		case 'published':
			return fill(
				texts.wayPublished,
				way.addresses.map((address) => `${address}:${way.port.hostPort ?? ''}`).join(', '),
				portText(way.port),
			)
	}
}
