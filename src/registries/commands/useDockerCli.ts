import * as vscode from 'vscode'
import { toEngineError } from '../../engine/errors.ts'
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
	const signIn = {
		title: vscode.l10n.t('Sign In…'),
		run: () => vscode.commands.executeCommand('longshore.registries.signIn'),
	}
	const found = await dockerSignIns(dockerFolder, registry).catch((thrown: unknown) => {
		const { message } = toEngineError(thrown)
		throw new Failure(
			vscode.l10n.t('Where the Docker CLI is signed in could not be read. ({0}) Mend that, or sign in here.', message),
			[signIn],
			thrown,
		)
	})
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
		throw new Failure(vscode.l10n.t('{0} Sign in anew with “docker login”, or here.', problem ?? ''), [signIn])
	}
	return accounts.addDockerCli({ registry: credential.registry, userName: credential.userName })
}
