import * as vscode from 'vscode'
import { valid } from '../../images/commands/referenceMessage.ts'
import { runPull } from '../../images/commands/runPull.ts'
import type { Connected } from '../../ui/parts.ts'
import type { RegistryNode } from '../node.ts'
import type { RegistryParts } from '../parts.ts'
import { chooseTag } from './chooseRemote.ts'

/** Pulls a tag with the account under which it is shown. */
export async function pullTag(connected: Connected<RegistryParts>, node?: RegistryNode): Promise<void> {
	const { account, path, tag } = await chooseTag(connected, node, vscode.l10n.t('Pull from Registry'))
	await runPull(connected, valid(`${account.registry}/${path}:${tag}`), account)
}
