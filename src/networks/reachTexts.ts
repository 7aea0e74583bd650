import * as vscode from 'vscode'
import { entryTexts } from './gate.ts'
import { audienceOf, portText, type Obstacle, type Peer, type Reach, type Way } from './reachability.ts'

/** A way in words: by which name and address, over which network. */
export function describeWay(way: Way): string {
	switch (way.kind) {
		case 'sandbox':
			return vscode.l10n.t('at localhost: they share one sandbox')
		case 'network': {
			const found = [...way.names, ...way.addresses].join(', ')
			return found === ''
				? vscode.l10n.t('over {0}', way.networkName)
				: vscode.l10n.t('over {0} as {1}', way.networkName, found)
		}
		case 'fromHost':
			return vscode.l10n.t('from the host into {0} at {1}', way.networkName, way.addresses.join(', '))
		case 'toHost':
			return vscode.l10n.t('at the host, over {0}, at {1}', way.networkName, way.addresses.join(', '))
		case 'routed':
			return vscode.l10n.t(
				'at its own address, {0}: the host routes to {1}',
				way.entries.flatMap(entryTexts).join(', '),
				way.networkName,
			)
		case 'published':
			return audienceOf(way.port) === 'everyone'
				? vscode.l10n.t('through its published port {0}, which is open to everyone', portText(way.port))
				: vscode.l10n.t('through its published port {0}', portText(way.port))
	}
}

export function describeObstacle(obstacle: Obstacle): string {
	switch (obstacle.kind) {
		case 'noSharedNetwork':
			return vscode.l10n.t('they share no network')
		case 'noNetwork':
			return vscode.l10n.t('{0} is on no network', obstacle.container)
		case 'lostSandbox':
			return vscode.l10n.t('the container whose sandbox {0} uses is gone', obstacle.container)
		case 'isolating':
			return vscode.l10n.t('{0} keeps its containers apart', obstacle.networkName)
		case 'notPublished':
			return vscode.l10n.t('port {0} is not published', obstacle.port)
		case 'internal':
			return vscode.l10n.t(
				'{0} is internal, so ports that are published on the host cannot be reached from it',
				obstacle.networkName,
			)
		case 'loopbackOnly':
			return vscode.l10n.t('port {0} is published for the host alone', portText(obstacle.port))
	}
}

/** The answer to *Can A reach B?* in one or two sentences. */
export function describeReach(from: Peer, to: Peer, { ways, obstacles, stopped }: Reach): string {
	const sentence =
		ways.length > 0
			? vscode.l10n.t('Yes, {0} can reach {1}: {2}.', from.name, to.name, ways.map(describeWay).join('; '))
			: vscode.l10n.t('No, {0} cannot reach {1}: {2}.', from.name, to.name, obstacles.map(describeObstacle).join('; '))
	return stopped.length > 0 && ways.length > 0
		? `${sentence} ${vscode.l10n.t('First these have to be started: {0}.', stopped.join(', '))}`
		: sentence
}
