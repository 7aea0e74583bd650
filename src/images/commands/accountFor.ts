import * as vscode from 'vscode'
import type { Account } from '../../registries/account.ts'
import { signIn } from '../../registries/commands/signIn.ts'
import { pickOne } from '../../ui/pick.ts'
import type { ImageParts } from '../parts.ts'
import { familiarReference, isOwn, type Reference } from '../reference.ts'

/**
 * Who pushes or pulls a name: the only account of that registry, the one that the name begins with, or one that the
 * person picks. Undefined for nobody, which the person chooses too.
 */
export async function accountFor(parts: ImageParts, reference: Reference): Promise<Account | undefined> {
	const accounts = parts.accounts.all().filter(({ registry }) => registry === reference.domain)
	const named = accounts.find((account) => isOwn(reference, account))
	if (named) return named
	if (accounts.length === 1) return accounts[0]
	const choice = await pickOne<Account | 'signIn' | 'nobody'>({
		title: vscode.l10n.t('Push {0}', familiarReference(reference)),
		prompt: vscode.l10n.t('Push to {0} as whom?', reference.domain),
		none: '',
		choices: [
			...accounts.map((account) => ({
				label: `$(account) ${account.userName}`,
				description: account.registry,
				value: account,
			})),
			{
				label: vscode.l10n.t('$(sign-in) Sign In…'),
				description: reference.domain,
				value: 'signIn' as const,
			},
			{
				label: vscode.l10n.t('$(globe) Without an Account'),
				description: vscode.l10n.t('for a registry that lets everyone push'),
				value: 'nobody' as const,
			},
		],
	})
	if (choice === 'signIn') return signIn(parts, reference.domain)
	return choice === 'nobody' ? undefined : choice
}
