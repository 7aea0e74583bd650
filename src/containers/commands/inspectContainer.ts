import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import { inspectContainer as inspect } from '../operations.ts'
import { chooseContainer, type ContainerNode } from './chooseContainers.ts'

/** Opens what the engine says about a container. */
export async function inspectContainer(connected: Connected, node?: ContainerNode): Promise<void> {
	const container = await chooseContainer(connected, node, vscode.l10n.t('Inspect Container'))
	await connected.inspectDocuments.show('container', container.name, await inspect(connected.engine, container.id))
}
