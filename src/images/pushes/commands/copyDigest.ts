import * as vscode from 'vscode'
import { copyPullLines } from '../../commands/copyPullLines.ts'
import { valid } from '../../commands/referenceMessage.ts'
import { openOnHub } from '../../commands/showPushed.ts'
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

/** Opens what was pushed on Docker Hub's web site. */
export async function openWebsite(pushes: Pushes, node?: PushNode): Promise<void> {
	const title = vscode.l10n.t('Open on Docker Hub')
	const fits = (push: PushRecord) => isDone(push) && push.accountId?.startsWith('docker.io/') === true
	const [push] = await choosePushes(pushes, node, undefined, { title, fits })
	if (push) await openOnHub(valid(push.reference))
}

function isDone({ digest }: PushRecord): boolean {
	return digest !== undefined
}
