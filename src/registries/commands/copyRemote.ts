import * as vscode from 'vscode'
import { copyPullLines } from '../../images/commands/copyPullLines.ts'
import { valid } from '../../images/commands/referenceMessage.ts'
import { familiarName, familiarReference } from '../../images/reference.ts'
import type { RegistryNode } from '../node.ts'
import type { RegistryParts } from '../parts.ts'
import { chooseRepository, chooseTag } from './chooseRemote.ts'

/** Copies the name of a repository, or of a tag, as one pulls it. */
export async function copyRemoteReference(parts: RegistryParts, node?: RegistryNode): Promise<void> {
	const title = vscode.l10n.t('Copy Reference')
	if (node?.kind === 'remoteRepository') {
		const { account, path } = await chooseRepository(parts, node, title)
		await vscode.env.clipboard.writeText(familiarName(valid(`${account.registry}/${path}`)))
		return
	}
	const { account, path, tag } = await chooseTag(parts, node, title)
	await vscode.env.clipboard.writeText(familiarReference(valid(`${account.registry}/${path}:${tag}`)))
}

/** Copies lines that fetch exactly what a tag stands for now. */
export async function copyRemoteLines(parts: RegistryParts, node?: RegistryNode): Promise<void> {
	const { account, path, tag } = await chooseTag(parts, node, vscode.l10n.t('Copy with Digest'))
	const digest = parts.remote.tag(account, path, tag)?.digest
	await copyPullLines(valid(`${account.registry}/${path}:${tag}`), digest)
}
