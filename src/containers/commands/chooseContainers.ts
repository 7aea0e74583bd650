import * as vscode from 'vscode'
import type { ContainerRecord } from '../../engine/records.ts'
import { stateText } from '../../ui/containerState.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickMany, pickOne, selected } from '../../ui/pick.ts'
import { byName } from '../container.ts'

/** A node of any view that stands for a container. */
export interface ContainerNode {
	readonly containerId: string
}

export async function chooseContainer(
	{ inventory }: Connected,
	node: ContainerNode | undefined,
	title: string,
): Promise<ContainerRecord> {
	const container = node && inventory.containers.get(node.containerId)
	if (container) return container
	await inventory.loaded('containers')
	return pickOne(question([...inventory.containers.values()], title))
}

export async function chooseContainers(
	{ inventory }: Connected,
	node: ContainerNode | undefined,
	nodes: readonly ContainerNode[] | undefined,
	title: string,
): Promise<readonly ContainerRecord[]> {
	await inventory.loaded('containers')
	const ids = new Set(selected(node, nodes).map((each) => each.containerId))
	const containers = [...ids].flatMap((id) => inventory.containers.get(id) ?? [])
	return containers.length > 0 ? containers : pickMany(question([...inventory.containers.values()], title))
}

function question(containers: readonly ContainerRecord[], title: string) {
	return {
		title,
		prompt: vscode.l10n.t('Which container?'),
		none: vscode.l10n.t('This engine has no containers.'),
		choices: containers.toSorted(byName).map((container) => ({
			label: container.name,
			description: stateText(container.state),
			detail: container.image,
			value: container,
		})),
	}
}
