import * as vscode from 'vscode'
import type { Connected } from '../../../ui/parts.ts'
import { accountFor } from '../../commands/accountFor.ts'
import { valid } from '../../commands/referenceMessage.ts'
import { runPushes, type Push } from '../../commands/runPush.ts'
import { pushUnderAnotherName } from '../../commands/tagAndPush.ts'
import type { ImageParts } from '../../parts.ts'
import type { PushNode } from '../view.ts'
import { choosePushes, isOver } from './choosePushes.ts'

/** Pushes what was pushed before: what stands under the same name now, with the same account. */
export async function pushAgain(
	connected: Connected<ImageParts>,
	node?: PushNode,
	nodes?: readonly PushNode[],
): Promise<void> {
	const title = vscode.l10n.t('Push Again')
	const chosen = await choosePushes(connected.pushes, node, nodes, { title, fits: isOver })
	const pushes: Push[] = []
	for (const { id, reference, accountId } of chosen) {
		const parsed = valid(reference)
		const known = accountId === undefined ? undefined : connected.accounts.byId(accountId)
		const account = known ?? (await accountFor(connected, parsed))
		const rename = () => pushUnderAnotherName(connected, parsed)
		pushes.push({ reference: parsed, account, again: id, rename })
	}
	await runPushes(connected, pushes)
}
