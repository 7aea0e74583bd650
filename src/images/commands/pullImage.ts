import * as vscode from 'vscode'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import type { ImageParts } from '../parts.ts'
import { pullingAccount } from '../pullingAccount.ts'
import { referenceMessage, valid } from './referenceMessage.ts'
import { runPull } from './runPull.ts'

/** Pulls an image by name, with the account of its registry if there is one. */
export async function pullImage(connected: Connected<ImageParts>): Promise<void> {
	const name = await vscode.window.showInputBox({
		title: vscode.l10n.t('Pull Image'),
		prompt: vscode.l10n.t('Name of the image; the tag is “latest” where none is given'),
		placeHolder: 'busybox:1.37',
		ignoreFocusOut: true,
		validateInput: (text) => (text === '' ? undefined : referenceMessage(text)),
	})
	if (!name?.trim()) throw new Cancelled()
	const reference = valid(name)
	await runPull(connected, reference, pullingAccount(connected.accounts.all(), reference.domain, [reference]))
}
