import * as vscode from 'vscode'
import { copyPullLines } from '../../commands/copyPullLines.ts'
import { valid } from '../../commands/referenceMessage.ts'
import { pageOf } from '../../webPage.ts'
import type { PushRecord } from '../push.ts'
import type { Pushes } from '../pushes.ts'
import type { PushNode } from '../view.ts'
import { choosePushes } from './choosePushes.ts'

/** Copies the digests under which registries have what was pushed. */
export async function copyDigest(pushes: Pushes, node?: PushNode, nodes?: readonly PushNode[]): Promise<void> {
	const chosen = await choosePushes(pushes, node, nodes, { title: vscode.l10n.t('Copy Digest'), fits: isDone })
	await vscode.env.clipboard.writeText(chosen.map(({ digest }) => digest).join('\n'))
}

/** Copies lines that fetch exactly what was pushed. */
export async function copyLines(pushes: Pushes, node?: PushNode): Promise<void> {
	const title = vscode.l10n.t('Copy with Digest')
	const [push] = await choosePushes(pushes, node, undefined, { title, fits: isDone })
	if (push) await copyPullLines(valid(push.reference), push.digest)
}

/** Opens what was pushed on its registry's web site. */
export async function openWebsite(pushes: Pushes, node?: PushNode): Promise<void> {
	const title = vscode.l10n.t('Open on the Web Site')
	const fits = (push: PushRecord) => isDone(push) && pageOf(valid(push.reference)) !== undefined
	const [push] = await choosePushes(pushes, node, undefined, { title, fits })
	const page = push && pageOf(valid(push.reference))
	if (page !== undefined) await vscode.env.openExternal(vscode.Uri.parse(page))
}

function isDone({ digest }: PushRecord): boolean {
	return digest !== undefined
}
