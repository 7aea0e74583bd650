import * as vscode from 'vscode'
import { isUnderWay, type PushRecord } from '../push.ts'
import type { Pushes } from '../pushes.ts'
import type { PushNode } from '../view.ts'
import { choosePushes } from './choosePushes.ts'

/** Ends pushes at once. Layers that have arrived stay there unseen until the registry clears them away. */
export async function cancelPush(pushes: Pushes, node?: PushNode, nodes?: readonly PushNode[]): Promise<void> {
	const title = vscode.l10n.t('Cancel Push')
	const fits = (push: PushRecord) => isUnderWay(push) && !pushes.isElsewhere(push)
	for (const { id } of await choosePushes(pushes, node, nodes, { title, fits })) pushes.cancel(id)
}
