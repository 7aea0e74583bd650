import { homedir } from 'node:os'
import type * as vscode from 'vscode'
import { configFolder } from '../engine/contexts.ts'
import type { Feature, Own } from '../ui/feature.ts'
import type { Parts } from '../ui/parts.ts'
import { Accounts, type Account } from './account.ts'
import { RegistryAuthentication } from './authenticationProvider.ts'
import { Remote } from './remote.ts'
import { RegistriesView } from './view.ts'

/**
 * Registries, and who is signed in where.
 *
 * @param repositoriesAt Repositories of a registry that are known otherwise, where it tells none itself.
 */
export function registriesFeature(
	parts: Parts,
	{ secrets, globalState }: Pick<vscode.ExtensionContext, 'secrets' | 'globalState'>,
	repositoriesAt: (registry: string) => Promise<readonly string[]>,
	own: Own,
) {
	const dockerFolder = configFolder(process.env, homedir())
	const ofDockerCli = async (registry: string) =>
		(await import('./dockerConfig.ts')).dockerCredential(dockerFolder, registry)
	const accounts = own(new Accounts(secrets, globalState, ofDockerCli))
	const credentialOf = async (account: Account) =>
		(await import('./commands/credentialOf.ts')).credentialOf({ accounts }, account)
	const remote = own(new Remote(accounts, credentialOf, repositoriesAt))
	const registryParts = { ...parts, accounts, remote, dockerFolder }
	own(new RegistryAuthentication(accounts, async () => (await import('./commands/signIn.ts')).signIn(registryParts)))
	return {
		commands: { registries: async () => (await import('./commands/table.ts')).registryCommands(registryParts) },
		views: { 'longshore.registries': own(new RegistriesView(registryParts)) },
		registryParts,
	} satisfies Feature & Record<string, unknown>
}
