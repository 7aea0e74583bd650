import * as vscode from 'vscode'
import type { ContainerRecord } from '../../engine/records.ts'
import { stateText } from '../../ui/containerState.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickMany, pickOne, selected } from '../../ui/pick.ts'
import { byName, byProject } from '../container.ts'

/** A node of any view that stands for a container, or for all of a compose project. */
export interface ContainerNode {
	readonly containerId?: string
	readonly project?: string
}

type Fits = (container: ContainerRecord) => boolean

/**
 * The container that a menu was opened on, or one that the person picks.
 *
 * @param fits Which ones are offered.
 */
export async function chooseContainer(
	{ inventory }: Connected,
	node: ContainerNode | undefined,
	title: string,
	fits: Fits = () => true,
): Promise<ContainerRecord> {
	const container = node?.containerId === undefined ? undefined : inventory.containers.get(node.containerId)
	if (container) return container
	await inventory.loaded('containers')
	return pickOne(question([...inventory.containers.values()].filter(fits), title))
}

/**
 * The containers that are selected, or those that the person picks.
 *
 * @param fits Which ones are offered; of a project, or of several that are selected, only these are meant.
 */
export async function chooseContainers(
	{ inventory }: Connected,
	node: ContainerNode | undefined,
	nodes: readonly ContainerNode[] | undefined,
	title: string,
	fits: Fits = () => true,
): Promise<readonly ContainerRecord[]> {
	await inventory.loaded('containers')
	const { projects } = byProject(inventory.containers.values())
	const found = selected(node, nodes).flatMap((each) => {
		if (each.containerId !== undefined) return inventory.containers.get(each.containerId) ?? []
		return each.project === undefined ? [] : (projects.get(each.project) ?? [])
	})
	const containers = [...new Set(found)].filter(fits)
	return containers.length > 0 ? containers : pickMany(question([...inventory.containers.values()].filter(fits), title))
}

function question(containers: readonly ContainerRecord[], title: string) {
	return {
		title,
		prompt: vscode.l10n.t('Which container?'),
		none: vscode.l10n.t('There is no container for this.'),
		choices: containers.toSorted(byName).map((container) => ({
			label: container.name,
			description: stateText(container.state),
			detail: container.image,
			value: container,
		})),
	}
}
