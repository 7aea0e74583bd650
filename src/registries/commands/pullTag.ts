import * as vscode from 'vscode'
import { reportTransfer } from '../../images/commands/transferProgress.ts'
import { valid } from '../../images/commands/referenceMessage.ts'
import { pullImage } from '../../images/operations.ts'
import { familiarReference } from '../../images/reference.ts'
import type { Connected } from '../../ui/parts.ts'
import { withProgress } from '../../ui/progress.ts'
import { registryAuthHeader } from '../authorization.ts'
import type { RegistryNode } from '../node.ts'
import type { RegistryParts } from '../parts.ts'
import { chooseTag } from './chooseRemote.ts'
import { credentialOf } from './credentialOf.ts'

/** Pulls a tag with the account under which it is shown. */
export async function pullTag(connected: Connected<RegistryParts>, node?: RegistryNode): Promise<void> {
	const { account, path, tag } = await chooseTag(connected, node, vscode.l10n.t('Pull from Registry'))
	const reference = valid(`${account.registry}/${path}:${tag}`)
	const name = familiarReference(reference)
	const credential = await credentialOf(connected, account)
	await withProgress(vscode.l10n.t('Pulling {0}', name), (signal, report) =>
		pullImage(connected.engine, reference, {
			authorization: credential && registryAuthHeader(credential),
			signal,
			report: reportTransfer(report, connected.log),
		}),
	)
	void vscode.window.showInformationMessage(vscode.l10n.t('Pulled {0}.', name))
}
