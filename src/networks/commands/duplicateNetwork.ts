import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickManyStep, runWizard } from '../../ui/wizard.ts'
import { duplicateOf, freeName, isJoinable, type NetworkSpecification } from '../network.ts'
import type { NetworkNode } from '../node.ts'
import { duplicateNetwork as duplicate } from '../operations/duplicateNetwork.ts'
import type { JoinedEndpoint } from '../operations/endpoint.ts'
import { endpointsOf } from '../operations/rejoin.ts'
import { specificationOf } from '../operations/specification.ts'
import type { NetworkParts } from '../parts.ts'
import { chooseNetwork } from './chooseNetworks.ts'
import { settleAndRun } from './createNetwork.ts'
import { askSettings } from './settings/networkForm.ts'
import type { NetworkLine } from './settings/networkLine.ts'
import { lookAround, proposedLike } from './settings/surroundings.ts'

/** Makes a second network like another, with whatever is to be different. */
export async function duplicateNetwork(connected: Connected<NetworkParts>, node?: NetworkNode): Promise<void> {
	const { engine, inventory } = connected
	const title = vscode.l10n.t('Duplicate Network')
	const network = await chooseNetwork(connected, node, title, isJoinable)
	const [surroundings, { specification, isShared }, endpoints] = await Promise.all([
		lookAround(connected),
		specificationOf(engine, network.id),
		endpointsOf(engine, network),
	])
	if (isShared) throw new Failure(sharedMessage(network.name))
	const names = new Set([...inventory.networks.values()].map(({ name }) => name))
	const proposed: string[] = []
	const initial = duplicateOf(
		specification,
		freeName(network.name, (name) => names.has(name)),
		(subnet) => {
			const free = proposedLike(surroundings, subnet, proposed)
			if (free !== undefined) proposed.push(free)
			return free
		},
	)
	let joining: readonly JoinedEndpoint[] = []
	const containersLine = (): NetworkLine => ({
		id: 'containers',
		label: `$(vm-connect) ${vscode.l10n.t('Containers')}`,
		value: joining.map(({ containerName }) => containerName).join(', ') || vscode.l10n.t('none'),
		detail: vscode.l10n.t(
			'Those of “{0}” that shall be connected to the new one besides, by the same aliases.',
			network.name,
		),
		edit: async (before) => {
			joining = (await askContainers(title, endpoints, joining)) ?? joining
			return before
		},
	})
	const accept = ({ name }: NetworkSpecification) => vscode.l10n.t('Create “{0}” like “{1}”', name, network.name)
	const besides = () => (endpoints.length > 0 ? [containersLine()] : [])
	await settleAndRun({
		initial,
		ask: (before) => askSettings({ title, accept, besides }, before, surroundings),
		run: (settled) => duplicate(engine, settled, joining),
		log: connected.log,
	})
}

function askContainers(title: string, endpoints: readonly JoinedEndpoint[], ticked: readonly JoinedEndpoint[]) {
	return runWizard(title, ticked, [
		pickManyStep<readonly JoinedEndpoint[], JoinedEndpoint>({
			prompt: vscode.l10n.t('Which containers shall be connected?'),
			choices: () =>
				endpoints.map((value) => ({
					label: value.containerName,
					description: value.specification.aliases.join(', '),
					value,
				})),
			isPicked: (chosen, value) => chosen.includes(value),
			apply: (_, chosen) => chosen,
		}),
	])
}

/** A network whose settings are kept elsewhere. */
export function sharedMessage(name: string): string {
	return vscode.l10n.t('“{0}” takes its settings from another network, or lends them: this cannot be told again.', name)
}
