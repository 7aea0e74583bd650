import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import { registryName, type Account, type Credential } from '../account.ts'
import type { RegistryParts } from '../parts.ts'

/**
 * An account with its secret, read at this moment from where it is kept.
 *
 * @throws {Failure} when it is gone from there.
 */
export async function credentialOf(parts: Pick<RegistryParts, 'accounts'>, account: Account): Promise<Credential>
export async function credentialOf(
	parts: Pick<RegistryParts, 'accounts'>,
	account: Account | undefined,
): Promise<Credential | undefined>
export async function credentialOf(
	{ accounts }: Pick<RegistryParts, 'accounts'>,
	account: Account | undefined,
): Promise<Credential | undefined> {
	if (!account) return undefined
	const credential = await accounts.credentialOf(account)
	if (credential) return credential
	const execute = (command: string) => () => vscode.commands.executeCommand(command, { accountId: account.id })
	if (account.origin === 'dockerCli') {
		throw new Failure(
			vscode.l10n.t('The Docker CLI is no longer signed in to {0} as {1}.', registryName(account), account.userName),
			[{ title: vscode.l10n.t('Sign In…'), run: execute('longshore.registries.signIn') }],
		)
	}
	throw new Failure(
		vscode.l10n.t(
			'The access token of {0} at {1} is no longer in the secret storage.',
			account.userName,
			registryName(account),
		),
		[{ title: vscode.l10n.t('Replace Access Token…'), run: execute('longshore.registries.replaceSecret') }],
	)
}
