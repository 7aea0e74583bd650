import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import { pickOne } from '../../ui/pick.ts'
import { registryName, type Account } from '../account.ts'
import { dockerCredential, dockerSignIns } from '../dockerConfig.ts'
import type { RegistryParts } from '../parts.ts'
import { verify } from './verify.ts'

/**
 * Takes up what the Docker CLI is signed in with. The secret stays where the CLI keeps it, and is read there each time.
 *
 * @throws {Cancelled} when the person leaves; {Failure} where it isn't valid any more.
 */
export async function useDockerCli(
	{ accounts, connection, dockerFolder }: RegistryParts,
	registry?: string,
): Promise<Account> {
	const found = (await dockerSignIns(dockerFolder)).filter(
		(each) => registry === undefined || each.registry === registry,
	)
	const named = await pickOne({
		title: vscode.l10n.t('Use the Docker CLI’s Sign-In'),
		prompt: vscode.l10n.t('Which one? The secret stays where the Docker CLI keeps it.'),
		none: vscode.l10n.t('The Docker CLI is not signed in anywhere (“docker login”).'),
		choices: found.map((each) => ({
			label: `$(account) ${each.userName}`,
			description: registryName(each),
			value: each,
		})),
	})
	const credential = await dockerCredential(dockerFolder, named.registry)
	const problem = credential
		? await verify(credential, connection)
		: vscode.l10n.t('The Docker CLI’s credential helper does not give it.')
	if (problem !== undefined || !credential) {
		throw new Failure(vscode.l10n.t('{0} Sign in anew with “docker login”, or here.', problem ?? ''), [
			{
				title: vscode.l10n.t('Sign In…'),
				run: () => vscode.commands.executeCommand('longshore.registries.signIn'),
			},
		])
	}
	return accounts.addDockerCli({ registry: credential.registry, userName: credential.userName })
}
