import * as vscode from 'vscode'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { Cancelled } from '../../ui/failure.ts'
import { registryName } from '../account.ts'
import type { RegistryParts } from '../parts.ts'
import { chooseAccounts, type AccountReference } from './chooseAccounts.ts'

/** Signs out: the secret is deleted here. What it allows at the registry stays until it is revoked there. */
export async function signOut(
	parts: RegistryParts,
	node?: AccountReference,
	nodes?: readonly AccountReference[],
): Promise<void> {
	const accounts = await chooseAccounts(parts, node, nodes, vscode.l10n.t('Sign Out of Registry'))
	const names = accounts.map((account) => `• ${account.userName} (${registryName(account)})`)
	const isKept = accounts.some(({ origin }) => origin === 'editor')
	const confirmed = await confirmDestruction({
		message: vscode.l10n.t('Sign out?'),
		detail: isKept
			? vscode.l10n.t(
					'{0}\n\nThe access token is deleted from the editor’s secret storage. At the registry it stays valid until you revoke it there.',
					names.join('\n'),
				)
			: vscode.l10n.t('{0}\n\nThe Docker CLI stays signed in.', names.join('\n')),
		action: vscode.l10n.t('Sign Out'),
	})
	if (!confirmed) throw new Cancelled()
	for (const account of accounts) await parts.accounts.remove(account)
}
