import * as vscode from 'vscode'
import { pickOne } from '../../ui/pick.ts'
import { isHub, registryName, type Account } from '../account.ts'
import type { RegistryNode } from '../node.ts'
import type { RegistryParts } from '../parts.ts'
import { registryFailure } from '../registryFailure.ts'
import { chooseAccount } from './chooseAccounts.ts'

/** A tag in a registry, and as whom one sees it. */
export interface ChosenTag {
	readonly account: Account
	readonly path: string
	readonly tag: string
}

/** The namespace that a menu was opened on, or that a person picks; an empty one where the registry has none. */
export async function chooseNamespace(
	parts: RegistryParts,
	node: RegistryNode | undefined,
	title: string,
): Promise<{ readonly account: Account; readonly namespace: string }> {
	const account = await chooseAccount(parts, node, title)
	if (node && 'namespace' in node) return { account, namespace: node.namespace }
	if (!isHub(account)) return { account, namespace: '' }
	const namespaces = await told(account, parts.remote.namespaces(account))
	const [only] = namespaces
	const namespace =
		namespaces.length === 1 && only !== undefined
			? only
			: await pickOne({
					title,
					prompt: vscode.l10n.t('Which namespace?'),
					none: vscode.l10n.t('{0} has no namespace at {1}.', account.userName, registryName(account)),
					choices: namespaces.map((name) => ({ label: name, value: name })),
				})
	return { account, namespace }
}

/** The repository that a menu was opened on, or that a person picks. */
export async function chooseRepository(
	parts: RegistryParts,
	node: RegistryNode | undefined,
	title: string,
): Promise<{ readonly account: Account; readonly path: string }> {
	if (node && 'path' in node) return { account: await chooseAccount(parts, node, title), path: node.path }
	const { account, namespace } = await chooseNamespace(parts, node, title)
	const { items } = await told(account, parts.remote.repositories(account, namespace))
	const path = await pickOne({
		title,
		prompt: vscode.l10n.t('Which repository?'),
		none: vscode.l10n.t('There are no repositories.'),
		choices: items.map((repository) => ({
			label: repository.path,
			description: repository.description ?? '',
			value: repository.path,
		})),
	})
	return { account, path }
}

/** The tag that a menu was opened on, or that a person picks. */
export async function chooseTag(
	parts: RegistryParts,
	node: RegistryNode | undefined,
	title: string,
): Promise<ChosenTag> {
	const { account, path } = await chooseRepository(parts, node, title)
	if (node?.kind === 'remoteTag') return { account, path, tag: node.tag }
	const { items } = await told(account, parts.remote.tags(account, path))
	const tag = await pickOne({
		title,
		prompt: vscode.l10n.t('Which tag?'),
		none: vscode.l10n.t('{0} has no tags.', path),
		choices: items.map(({ name, platforms }) => ({ label: name, description: platforms.join(', '), value: name })),
	})
	return { account, path, tag }
}

/** What a registry answers is told as its answer, not as an engine's. */
export async function told<T>(account: Account, asked: Promise<T>): Promise<T> {
	try {
		return await asked
	} catch (error) {
		throw registryFailure(error, account)
	}
}
