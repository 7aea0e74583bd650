import * as vscode from 'vscode'
import { pickOne } from '../../ui/pick.ts'
import type { Choice } from '../../ui/wizard.ts'
import { isHub, registryName, type Account } from '../account.ts'
import type { RegistryNode } from '../node.ts'
import type { RegistryParts } from '../parts.ts'
import type { Listing } from '../remote.ts'
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
	const path = await pickListed(account, {
		title,
		prompt: vscode.l10n.t('Which repository?'),
		none: vscode.l10n.t('There are no repositories.'),
		list: () => parts.remote.repositories(account, namespace),
		more: () => parts.remote.moreRepositories(account, namespace),
		choiceOf: (repository) => ({
			label: repository.path,
			description: repository.description ?? '',
			value: repository.path,
		}),
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
	const tag = await pickListed(account, {
		title,
		prompt: vscode.l10n.t('Which tag?'),
		none: vscode.l10n.t('{0} has no tags.', path),
		list: () => parts.remote.tags(account, path),
		more: () => parts.remote.moreTags(account, path),
		choiceOf: ({ name, platforms }) => ({ label: name, description: platforms.join(', '), value: name }),
	})
	return { account, path, tag }
}

interface ListQuestion<T> {
	readonly title: string
	readonly prompt: string
	/** Said where nothing is listed although all is asked for. */
	readonly none: string
	readonly list: () => Promise<Listing<T>>
	readonly more: () => Promise<void>
	readonly choiceOf: (item: T) => Choice<string>
}

/** One of what the view lists, with its search; the last choice fetches the next page, after which it is asked again. */
async function pickListed<T>(
	account: Account,
	{ title, prompt, none, list, more, choiceOf }: ListQuestion<T>,
): Promise<string> {
	for (;;) {
		const { items, next, search, isPartial } = await told(account, list())
		const notes = [
			search === '' ? '' : vscode.l10n.t('“{0}” only', search),
			isPartial ? vscode.l10n.t('This registry lists nothing; from local images') : '',
		]
		const picked = await pickOne<string | undefined>({
			title,
			prompt: [prompt, ...notes].filter(Boolean).join(' · '),
			none:
				search === ''
					? none
					: vscode.l10n.t(
							'Nothing has “{0}” in its name, which is searched for. “Search Repositories or Tags” with nothing typed shows all again.',
							search,
						),
			choices: [
				...items.map(choiceOf),
				...(next === undefined
					? []
					: [{ label: `$(ellipsis) ${vscode.l10n.t('Load More…')}`, alwaysShow: true, value: undefined }]),
			],
		})
		if (picked !== undefined) return picked
		await told(account, more())
	}
}

/** What a registry answers is told as its answer, not as an engine's. */
export async function told<T>(account: Account, asked: Promise<T>): Promise<T> {
	try {
		return await asked
	} catch (error) {
		throw registryFailure(error, account)
	}
}
