import * as vscode from 'vscode'
import { identityTokenUser, type Account } from '../account.ts'
import type { RegistryParts } from '../parts.ts'
import { askSecret } from './askSecret.ts'
import { chooseAccount, type AccountReference } from './chooseAccounts.ts'
import { signIn } from './signIn.ts'
import { verify } from './verify.ts'

/**
 * Puts a new secret in the place of one that expired or was revoked.
 *
 * @returns The account, whose secret is kept by the editor from now on.
 * @throws {Cancelled} when the person leaves.
 */
export async function replaceSecret(parts: RegistryParts, node?: AccountReference): Promise<Account> {
	const title = vscode.l10n.t('Replace Access Token')
	const { registry, userName } = await chooseAccount(parts, node, title)
	// Nobody knows an identity token by heart: signing in gets another, as somebody.
	if (userName === identityTokenUser) return signIn(parts, registry)
	const named = { registry, userName }
	const secret = await askSecret(title, named, (typed) => verify({ ...named, secret: typed }, parts.connection))
	return parts.accounts.add({ ...named, secret })
}
