import * as vscode from 'vscode'
import { byName, composeProject } from '../../containers/container.ts'
import { stateText } from '../../ui/containerState.ts'
import type { Choice } from '../../ui/wizard.ts'
import type { Peer } from '../reachability.ts'

/** What a menu may be opened on that stands for a container. */
export interface ContainerTarget {
	readonly containerId?: string
}

/** Containers to choose from, with what tells them apart. */
export function peerChoices(peers: readonly Peer[]): readonly Choice<Peer>[] {
	return peers.toSorted(byName).map((peer) => ({
		label: peer.name,
		description: [stateText(peer.state), composeProject(peer.labels)].filter(Boolean).join(' · '),
		detail: peer.endpoints.map(({ networkName }) => networkName).join(', '),
		value: peer,
	}))
}

/** The two that are selected, in that order; what is missing is asked for. */
export function givenPeers(
	peers: readonly Peer[],
	node: ContainerTarget | undefined,
	nodes: readonly ContainerTarget[] | undefined,
): readonly Peer[] {
	const ids = new Set([...(node ? [node] : []), ...(nodes ?? [])].flatMap(({ containerId }) => containerId ?? []))
	return [...ids].flatMap((id) => peers.find((peer) => peer.id === id) ?? []).slice(0, 2)
}

export function noContainers(): string {
	return vscode.l10n.t('This engine has no containers.')
}
