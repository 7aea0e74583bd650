import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import type { ContainersNode } from '../node.ts'
import type { ContainerParts } from '../parts.ts'
import { chooseContainer } from './chooseContainers.ts'

/** Looks for what a container wrote outside of volumes, and shows it in the tree; again, where it was shown before. */
export async function showDataAtRisk(connected: Connected<ContainerParts>, node?: ContainersNode): Promise<void> {
	const owner = node?.kind === 'container' ? node.containerId : node && 'owner' in node ? node.owner : undefined
	const chosen = owner === undefined ? undefined : { containerId: owner }
	const container = await chooseContainer(connected, chosen, vscode.l10n.t('Show Data at Risk'))
	await vscode.window.withProgress({ location: { viewId: 'longshore.containers' } }, () =>
		connected.view.revealDataAtRisk(container),
	)
}
