import * as vscode from 'vscode'
import { Cancelled } from '../../ui/failure.ts'
import type { RegistryNode } from '../node.ts'
import type { RegistryParts } from '../parts.ts'
import { chooseNamespace } from './chooseRemote.ts'

/** Loads the next page below a node. */
export async function loadMore({ accounts, remote }: RegistryParts, node?: RegistryNode): Promise<void> {
	const account = node && accounts.byId(node.accountId)
	if (!account) return
	if (node.kind === 'moreRepositories') await remote.moreRepositories(account, node.namespace)
	else if (node.kind === 'moreTags') await remote.moreTags(account, node.path)
}

/** Asks the registries again: they send no events. */
export async function refresh({ accounts, remote }: RegistryParts, node?: RegistryNode): Promise<void> {
	const account = node && accounts.byId(node.accountId)
	for (const each of account ? [account] : accounts.all()) remote.forget(each)
}

/** Shows only repositories with a text in their name; an empty text shows all again. */
export async function searchRepositories(parts: RegistryParts, node?: RegistryNode): Promise<void> {
	const title = vscode.l10n.t('Search Repositories')
	const { account, namespace } = await chooseNamespace(parts, node, title)
	const text = await vscode.window.showInputBox({
		title,
		prompt: vscode.l10n.t('A part of the repository’s name; nothing shows all'),
		value: parts.remote.searchOf(account, namespace),
		ignoreFocusOut: true,
		validateInput: (typed) =>
			/^[a-z\d._/-]*$/.test(typed.trim())
				? undefined
				: vscode.l10n.t('A name has lower-case letters, digits, “.”, “_”, “-” and “/” only.'),
	})
	if (text === undefined) throw new Cancelled()
	await parts.remote.search(account, namespace, text.trim())
}
