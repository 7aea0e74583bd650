import * as vscode from 'vscode'
import { pickOne } from '../../ui/pick.ts'
import type { Connected } from '../../ui/parts.ts'
import type { NetworkParts } from '../parts.ts'
import { reach } from '../reachability.ts'
import { describeReach } from '../reachTexts.ts'
import { containerNodeId } from '../topology/graph.ts'
import { givenPeers, noContainers, peerChoices, type ContainerTarget } from './choosePeers.ts'

/** Answers from the model whether one container reaches another, how, or why not. */
export async function canReach(
	connected: Connected<NetworkParts>,
	node?: ContainerTarget,
	nodes?: readonly ContainerTarget[],
): Promise<void> {
	const title = vscode.l10n.t('Can A Reach B?')
	const model = await connected.model.current()
	const [first, second] = givenPeers(model.containers, node, nodes)
	const question = { title, none: noContainers() }
	const from =
		first ??
		(await pickOne({
			...question,
			prompt: vscode.l10n.t('From which container?'),
			choices: peerChoices(model.containers),
		}))
	const to =
		second ??
		(await pickOne({
			...question,
			prompt: vscode.l10n.t('Which container shall “{0}” reach?', from.name),
			choices: peerChoices(model.containers.filter((peer) => peer !== from)),
		}))
	const test = vscode.l10n.t('Test Connection…')
	const topology = vscode.l10n.t('Show Topology')
	const answer = await vscode.window.showInformationMessage(
		describeReach(from, to, reach(model, from, to)),
		test,
		topology,
	)
	if (answer === topology) (await connected.topology()).show(containerNodeId(from.id))
	if (answer === test) {
		const pair = [from, to].map(({ id }) => ({ containerId: id }))
		await vscode.commands.executeCommand('longshore.networks.testConnection', pair[0], pair)
	}
}
