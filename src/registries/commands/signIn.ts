import * as vscode from 'vscode'
import { Cancelled } from '../../ui/failure.ts'
import { pickStep, runWizard, textStep } from '../../ui/wizard.ts'
import { hubRegistry, registryName, type Account } from '../account.ts'
import { parseRegistry } from '../address.ts'
import type { RegistryParts } from '../parts.ts'
import { askSecret } from './askSecret.ts'
import { useDockerCli } from './useDockerCli.ts'
import { verify } from './verify.ts'

interface Answers {
	readonly where: 'hub' | 'other' | 'dockerCli'
	readonly registry: string
	readonly userName: string
}

/**
 * Signs in: where, as whom, with what; verified at once. The secret goes from the field to SecretStorage.
 *
 * @param registry Where, if that is known already.
 * @throws {Cancelled} when the person leaves.
 */
export async function signIn(parts: RegistryParts, registry?: string): Promise<Account> {
	const { accounts, connection } = parts
	const title = vscode.l10n.t('Sign In to Registry')
	const initial: Answers = {
		where: registry === undefined || registry === hubRegistry ? 'hub' : 'other',
		registry: registry ?? '',
		userName: '',
	}
	const answers = await runWizard(title, initial, [
		pickStep<Answers, Answers['where']>({
			prompt: vscode.l10n.t('Where do you want to push?'),
			skip: () => registry !== undefined,
			choices: () => [
				{
					label: '$(cloud) Docker Hub',
					description: 'docker.io',
					detail: vscode.l10n.t('User name and personal access token; an organisation’s name and its token'),
					value: 'hub',
				},
				{
					label: vscode.l10n.t('$(server) Another Registry'),
					detail: vscode.l10n.t('GitHub, GitLab, a cloud’s, or one of your own'),
					value: 'other',
				},
				{
					label: vscode.l10n.t('$(terminal) Use the Docker CLI’s Sign-In'),
					detail: vscode.l10n.t('What “docker login” keeps, with its credential helper; nothing is copied'),
					value: 'dockerCli',
				},
			],
			isActive: ({ where }, value) => where === value,
			apply: (before, where) => ({ ...before, where }),
		}),
		textStep<Answers>({
			prompt: vscode.l10n.t('Address of the registry'),
			placeholder: 'ghcr.io',
			skip: ({ where }) => where !== 'other' || registry !== undefined,
			value: (before) => before.registry,
			validate: (text) =>
				parseRegistry(text) === undefined
					? vscode.l10n.t('This is not the address of a registry, such as ghcr.io or localhost:5000.')
					: undefined,
			apply: (before, text) => ({ ...before, registry: parseRegistry(text) ?? text }),
		}),
		textStep<Answers>({
			prompt: vscode.l10n.t('User name'),
			skip: ({ where }) => where === 'dockerCli',
			value: ({ userName }) => userName,
			validate: (text) =>
				/^[^\s:]+$/.test(text.trim())
					? undefined
					: vscode.l10n.t('A user name is needed; spaces and colons cannot be in it.'),
			apply: (before, text) => ({ ...before, userName: text.trim() }),
		}),
	])
	if (!answers) throw new Cancelled()
	if (answers.where === 'dockerCli') return useDockerCli(parts, registry)
	const named = {
		registry: answers.where === 'hub' ? hubRegistry : answers.registry,
		userName: answers.userName,
	}
	const secret = await askSecret(title, named, (typed) => verify({ ...named, secret: typed }, connection))
	const account = await accounts.add({ ...named, secret })
	void vscode.window.showInformationMessage(
		vscode.l10n.t('Signed in to {0} as {1}.', registryName(account), account.userName),
	)
	return account
}
