import * as vscode from 'vscode'
import { isHub } from '../account.ts'
import { registryUrls } from '../address.ts'
import { repositoriesUrl, repositoryUrl } from '../hub.ts'
import type { RegistryNode } from '../node.ts'
import type { RegistryParts } from '../parts.ts'
import { webPageOf } from '../webPage.ts'
import { chooseAccount } from './chooseAccounts.ts'

/** Opens where an account's repositories, one of them, or a tag are to be seen. */
export async function openWebsite(parts: RegistryParts, node?: RegistryNode): Promise<void> {
	const account = await chooseAccount(parts, node, vscode.l10n.t('Open Registry Web Site'))
	const page = node && 'path' in node ? webPageOf(account.registry, node.path) : undefined
	const url = isHub(account) ? hubUrl(account.userName, node) : (page ?? registryUrls(account.registry).at(-1) ?? '')
	await vscode.env.openExternal(vscode.Uri.parse(url))
}

function hubUrl(userName: string, node: RegistryNode | undefined): string {
	if (node?.kind === 'namespace') return repositoriesUrl(node.namespace)
	if (node?.kind !== 'remoteRepository' && node?.kind !== 'remoteTag') return repositoriesUrl(userName)
	const [namespace = '', name = ''] = node.path.split('/')
	return repositoryUrl(namespace, name, node.kind === 'remoteTag' ? node.tag : undefined)
}
