import * as vscode from 'vscode'
import { byName, composeProject } from '../../containers/container.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickOne } from '../../ui/pick.ts'
import type { NetworkNode } from '../node.ts'
import type { NetworkParts } from '../parts.ts'
import type { Model, Way } from '../reachability.ts'
import { matrixMarkdown, matrixOf } from '../reachabilityMatrix.ts'

/** Shows who reaches whom in a compose project, live. */
export async function showMatrix(connected: Connected<NetworkParts>, node?: NetworkNode): Promise<void> {
	const project = await chooseProject(connected, node)
	await connected.reports.show(vscode.l10n.t('Reachability in {0}', project), (model) => matrixText(model, project))
}

/** Copies the same as a Markdown table. */
export async function copyMatrix(connected: Connected<NetworkParts>, node?: NetworkNode): Promise<void> {
	const project = await chooseProject(connected, node)
	await vscode.env.clipboard.writeText(matrixText(await connected.model.current(), project))
	vscode.window.setStatusBarMessage(vscode.l10n.t('Copied as Markdown.'), 3000)
}

/** All containers stand for a project of their own, so that the command serves where there is no compose. */
const everything = '*'

async function chooseProject(connected: Connected<NetworkParts>, node: NetworkNode | undefined): Promise<string> {
	const { containers } = await connected.model.current()
	const network = node && connected.inventory.networks.get(node.networkId)
	const own = network && composeProject(network.labels)
	if (own !== undefined) return own
	const projects = new Map<string, number>()
	for (const { labels } of containers) {
		const project = composeProject(labels)
		if (project !== undefined) projects.set(project, (projects.get(project) ?? 0) + 1)
	}
	const count = (number: number) => vscode.l10n.t('{0} containers', number)
	return pickOne({
		title: vscode.l10n.t('Reachability Matrix'),
		prompt: vscode.l10n.t('Of which compose project?'),
		none: vscode.l10n.t('This engine has no containers.'),
		choices:
			containers.length === 0
				? []
				: [
						...[...projects]
							.sort(([one], [other]) => one.localeCompare(other))
							.map(([project, number]) => ({
								label: project,
								description: count(number),
								value: project,
							})),
						{ label: vscode.l10n.t('All containers'), description: count(containers.length), value: everything },
					],
	})
}

function matrixText(model: Model, project: string): string {
	const peers = model.containers
		.filter(({ labels }) => project === everything || composeProject(labels) === project)
		.toSorted(byName)
	return matrixMarkdown(matrixOf(model, peers), {
		corner: vscode.l10n.t('reaches →'),
		none: '✗',
		itself: '–',
		way: (way) => `✓ ${shortWay(way)}`,
	})
}

function shortWay(way: Way): string {
	switch (way.kind) {
		case 'sandbox':
			return 'localhost'
		case 'published':
			return `:${way.port.hostPort ?? ''}`
		default:
			return way.networkName
	}
}
