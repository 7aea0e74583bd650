import * as vscode from 'vscode'
import { pickMany, pickOne, selected } from '../../ui/pick.ts'
import { registryName, type Account } from '../account.ts'
import type { RegistryParts } from '../parts.ts'

/** What a menu was opened on, or another command hands over. */
export interface AccountReference {
	readonly accountId: string
}

export async function chooseAccount(
	{ accounts }: RegistryParts,
	node: AccountReference | undefined,
	title: string,
): Promise<Account> {
	return (node && accounts.byId(node.accountId)) ?? pickOne(question(accounts.all(), title))
}

export async function chooseAccounts(
	{ accounts }: RegistryParts,
	node: AccountReference | undefined,
	nodes: readonly AccountReference[] | undefined,
	title: string,
): Promise<readonly Account[]> {
	const chosen = selected(node, nodes).flatMap(({ accountId }) => accounts.byId(accountId) ?? [])
	return chosen.length > 0 ? chosen : pickMany(question(accounts.all(), title))
}

function question(accounts: readonly Account[], title: string) {
	return {
		title,
		prompt: vscode.l10n.t('Which account?'),
		none: vscode.l10n.t('You are not signed in anywhere.'),
		choices: accounts.map((account) => ({
			label: `$(account) ${account.userName}`,
			description: registryName(account),
			value: account,
		})),
	}
}
