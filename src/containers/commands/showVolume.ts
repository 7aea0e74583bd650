import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import type { ContainersNode } from '../node.ts'
import type { ContainerParts } from '../parts.ts'
import { chooseMount } from './choosePlaces.ts'

/** Selects the volume of a mount in the volumes view. */
export async function showVolume(connected: Connected<ContainerParts>, node?: ContainersNode): Promise<void> {
	const { inventory, revealVolume } = connected
	const { name = '' } = await chooseMount(connected, node, vscode.l10n.t('Show Volume'), 'volume')
	await inventory.loaded('volumes')
	if (!inventory.volumes.has(name)) throw new Failure(vscode.l10n.t('There is no volume “{0}” any more.', name))
	await revealVolume(name)
}
