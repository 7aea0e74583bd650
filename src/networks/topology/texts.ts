import * as vscode from 'vscode'
import type { ContainerState } from '../../engine/records.ts'
import { stateText } from '../../ui/containerState.ts'

const states = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead', 'unknown'] as const

/**
 * Everything that the page says, in the person's language. `{0}` and so on are filled in by the page.
 */
export function topologyTexts() {
	return {
		states: Object.fromEntries(states.map((state) => [state, stateText(state)])) as Readonly<
			Record<ContainerState, string>
		>,
		title: vscode.l10n.t('Topology'),
		picture: vscode.l10n.t('Picture'),
		list: vscode.l10n.t('List'),
		search: vscode.l10n.t('Search names, addresses, ports'),
		project: vscode.l10n.t('Project'),
		network: vscode.l10n.t('Network'),
		all: vscode.l10n.t('All'),
		running: vscode.l10n.t('Running only'),
		zoomIn: vscode.l10n.t('Zoom In'),
		zoomOut: vscode.l10n.t('Zoom Out'),
		fit: vscode.l10n.t('Fit'),
		arrange: vscode.l10n.t('Arrange Again'),
		saveSvg: vscode.l10n.t('Export as SVG…'),
		savePng: vscode.l10n.t('Export as PNG…'),
		copyMermaid: vscode.l10n.t('Copy as Mermaid'),
		copied: vscode.l10n.t('Copied.'),
		outside: vscode.l10n.t('Outside world'),
		host: vscode.l10n.t('Host'),
		internal: vscode.l10n.t('internal'),
		internalMeaning: vscode.l10n.t(
			'Internal: closed to the outside. Containers on it reach each other, and what listens on the engine’s machine.',
		),
		openMeaning: vscode.l10n.t('Containers on it get out through the host.'),
		parentMeaning: vscode.l10n.t(
			'Containers on it get out through {0}, past the host, which cannot reach them. Whoever is in the network of {0} reaches all of their ports.',
		),
		noParentMeaning: vscode.l10n.t('Nothing leads in or out: containers on it reach each other alone.'),
		noNetwork: vscode.l10n.t('no network'),
		hostNetwork: vscode.l10n.t('in the host’s sandbox'),
		sharedSandbox: vscode.l10n.t('in the sandbox of {0}'),
		noAddress: vscode.l10n.t('no address while it is stopped'),
		morePorts: vscode.l10n.t('{0} more ports'),
		openToEveryone: vscode.l10n.t('open to everyone'),
		openToHost: vscode.l10n.t('only from the host'),
		openToRoutes: vscode.l10n.t('to whoever has a route to its network'),
		openOnAddress: vscode.l10n.t('on one address of the host'),
		counts: vscode.l10n.t('{0} containers on {1} networks'),
		empty: vscode.l10n.t('This engine has no containers and no networks of your own yet.'),
		nothingFits: vscode.l10n.t('Nothing fits the filter.'),
		hint: vscode.l10n.t(
			'Point at a container to see whom it can reach. Click selects it in the sidebar, a double click inspects it. Drag it onto a network to connect it.',
		),
		keys: vscode.l10n.t(
			'Keys: arrows move, Enter selects in the sidebar, Shift+Enter inspects, + and − zoom, 0 fits, Escape lets go.',
		),
		containers: vscode.l10n.t('Containers'),
		networks: vscode.l10n.t('Networks'),
		name: vscode.l10n.t('Name'),
		state: vscode.l10n.t('State'),
		endpoints: vscode.l10n.t('Endpoints'),
		ports: vscode.l10n.t('Published ports'),
		reaches: vscode.l10n.t('Reaches'),
		reachesNone: vscode.l10n.t('It reaches no other container.'),
		cannotReach: vscode.l10n.t('Cannot reach'),
		goesOut: vscode.l10n.t('It gets to the outside over {0}.'),
		staysIn: vscode.l10n.t('It has no way to the outside.'),
		driver: vscode.l10n.t('Driver'),
		subnets: vscode.l10n.t('Subnets'),
		members: vscode.l10n.t('Connected'),
		actions: vscode.l10n.t('Actions'),
		reveal: vscode.l10n.t('Show in Sidebar'),
		inspect: vscode.l10n.t('Inspect'),
		connect: vscode.l10n.t('Connect to Network…'),
		test: vscode.l10n.t('Test Connection…'),
		wayNetwork: vscode.l10n.t('{0} · over {1}'),
		waySandbox: vscode.l10n.t('localhost · the same sandbox'),
		wayFromHost: vscode.l10n.t('{0} · from the host into {1}'),
		wayToHost: vscode.l10n.t('{0} · the host, over {1}'),
		wayRouted: vscode.l10n.t('{0} · the host routes to {1}'),
		wayPublished: vscode.l10n.t('{0} · published port {1}'),
		whenStarted: vscode.l10n.t('once {0} is started'),
		nodeContainer: vscode.l10n.t('Container {0}, {1}, {2}'),
		nodeNetwork: vscode.l10n.t('Network {0}, {1}, {2} containers'),
		dropHere: vscode.l10n.t('Connect to {0}'),
		disconnected: vscode.l10n.t('No engine answers: {0}'),
	}
}

export type TopologyTexts = ReturnType<typeof topologyTexts>
