import * as vscode from 'vscode'
import { isHub } from '../account.ts'
import { registryUrls } from '../address.ts'
import { repositoriesUrl } from '../hub.ts'
import type { RegistryParts } from '../parts.ts'
import { chooseAccount, type AccountReference } from './chooseAccounts.ts'

/** Opens where the account's repositories are to be seen. */
export async function openWebsite(parts: RegistryParts, node?: AccountReference): Promise<void> {
	const account = await chooseAccount(parts, node, vscode.l10n.t('Open Registry Web Site'))
	const url = isHub(account) ? repositoriesUrl(account.userName) : (registryUrls(account.registry).at(-1) ?? '')
	await vscode.env.openExternal(vscode.Uri.parse(url))
}
