import * as vscode from 'vscode'
import { Cancelled } from '../../ui/failure.ts'
import type { RegistryNode } from '../node.ts'
import type { RegistryParts } from '../parts.ts'
import { chooseAccount } from './chooseAccounts.ts'
import { chooseNamespace, told } from './chooseRemote.ts'

/** Loads the next page below a node. */
export async function loadMore({ accounts, remote }: RegistryParts, node?: RegistryNode): Promise<void> {
	const account = node && accounts.byId(node.accountId)
	if (!account) return
	if (node.kind === 'moreRepositories') await told(account, remote.moreRepositories(account, node.namespace))
	else if (node.kind === 'moreTags') await told(account, remote.moreTags(account, node.path))
}

/** Asks the registries again: they send no events. */
export async function refresh({ accounts, remote }: RegistryParts, node?: RegistryNode): Promise<void> {
	const account = node && accounts.byId(node.accountId)
	for (const each of account ? [account] : accounts.all()) remote.forget(each)
}

/** Shows only repositories, or tags of one, with a text in their name; an empty text shows all again. */
export async function search(parts: RegistryParts, node?: RegistryNode): Promise<void> {
	if (node?.kind === 'remoteRepository') await searchTags(parts, node, node.path)
	else await searchRepositories(parts, node)
}

async function searchRepositories(parts: RegistryParts, node: RegistryNode | undefined): Promise<void> {
	const title = vscode.l10n.t('Search Repositories')
	const { account, namespace } = await chooseNamespace(parts, node, title)
	const text = await askText({
		title,
		prompt: vscode.l10n.t('A part of the repository’s name; nothing shows all'),
		value: parts.remote.searchOf(account, namespace),
		validateInput: (typed) =>
			/^[a-z\d._/-]*$/.test(typed.trim())
				? undefined
				: vscode.l10n.t('A name has lower-case letters, digits, “.”, “_”, “-” and “/” only.'),
	})
	await told(account, parts.remote.search(account, namespace, text))
}

async function searchTags(parts: RegistryParts, node: RegistryNode, path: string): Promise<void> {
	const title = vscode.l10n.t('Search Tags of {0}', path)
	const account = await chooseAccount(parts, node, title)
	const text = await askText({
		title,
		prompt: vscode.l10n.t('A part of the tag’s name; nothing shows all'),
		value: parts.remote.tagSearchOf(account, path),
		validateInput: (typed) =>
			/^[\w.-]*$/.test(typed.trim()) ? undefined : vscode.l10n.t('A tag has letters, digits, “.”, “_” and “-” only.'),
	})
	await told(account, parts.remote.searchTags(account, path, text))
}

async function askText(options: vscode.InputBoxOptions): Promise<string> {
	const text = await vscode.window.showInputBox({ ...options, ignoreFocusOut: true })
	if (text === undefined) throw new Cancelled()
	return text.trim()
}
