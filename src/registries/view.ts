import * as vscode from 'vscode'
import { Tree } from '../ui/tree.ts'
import { isHub, type Account } from './account.ts'
import {
	accountItem,
	accountTooltip,
	moreItem,
	namespaceItem,
	nothingItem,
	remoteRepositoryItem,
	remoteRepositoryTooltip,
	remoteTagItem,
	remoteTagTooltip,
} from './items.ts'
import { accountNode, namespaceNode, remoteRepositoryNode, remoteTagNode, type RegistryNode } from './node.ts'
import type { RegistryParts } from './parts.ts'

/** Who is signed in where, and what the registries hold for them. */
export class RegistriesView extends Tree<RegistryNode> {
	readonly #parts: RegistryParts

	constructor(parts: RegistryParts) {
		super('longshore.registries', parts.log)
		this.#parts = parts
		this.register(parts.accounts.onDidChange(() => this.restructured()))
		this.register(parts.remote.onDidChange((id) => this.changed([id])))
	}

	protected override async roots(): Promise<readonly RegistryNode[]> {
		return this.#parts.accounts.all().map(({ id }) => accountNode(id))
	}

	protected override async childrenOf(node: RegistryNode): Promise<readonly RegistryNode[]> {
		const account = this.#parts.accounts.byId(node.accountId)
		if (!account) return []
		try {
			return await this.#below(node, account)
		} catch (error) {
			const { registryFailure } = await import('./registryFailure.ts')
			throw registryFailure(error, account)
		}
	}

	async #below(node: RegistryNode, account: Account): Promise<readonly RegistryNode[]> {
		switch (node.kind) {
			case 'account': {
				if (!isHub(account)) return this.#repositories(account, '')
				const namespaces = await this.#parts.remote.namespaces(account)
				return namespaces.map((namespace) => namespaceNode(account.id, namespace))
			}
			case 'namespace':
				return this.#repositories(account, node.namespace)
			case 'remoteRepository': {
				const { items, next, search } = await this.#parts.remote.tags(account, node.path)
				if (items.length === 0 && search !== '') {
					return [{ accountId: account.id, kind: 'nothing', id: `nothing/${node.id}`, why: 'notFound' }]
				}
				const tags = items.map(({ name }) => remoteTagNode(account.id, node.path, name))
				return next === undefined
					? tags
					: [...tags, { kind: 'moreTags', id: `more/${node.id}`, accountId: account.id, path: node.path }]
			}
			default:
				return []
		}
	}

	async #repositories(account: Account, namespace: string): Promise<readonly RegistryNode[]> {
		const { items, next, search, isPartial } = await this.#parts.remote.repositories(account, namespace)
		const place = { accountId: account.id, namespace }
		const id = `${account.id} ${namespace}`
		const repositories = items.map(({ path }) => remoteRepositoryNode(account.id, namespace, path))
		if (isPartial) repositories.unshift({ ...place, kind: 'nothing', id: `nothing/${id}`, why: 'partial' })
		else if (items.length === 0 && next === undefined) {
			return [{ ...place, kind: 'nothing', id: `nothing/${id}`, why: search === '' ? 'empty' : 'notFound' }]
		}
		if (next !== undefined) repositories.push({ ...place, kind: 'moreRepositories', id: `more/${id}` })
		return repositories
	}

	protected override parentOf(node: RegistryNode): RegistryNode | undefined {
		switch (node.kind) {
			case 'namespace':
				return accountNode(node.accountId)
			case 'remoteRepository':
				return node.namespace === '' ? accountNode(node.accountId) : namespaceNode(node.accountId, node.namespace)
			default:
				return undefined
		}
	}

	protected override itemOf(node: RegistryNode): vscode.TreeItem {
		const { accounts, remote } = this.#parts
		const account = accounts.byId(node.accountId)
		if (!account) return new vscode.TreeItem(node.accountId)
		switch (node.kind) {
			case 'account':
				return accountItem(account, remote.searchOf(account, ''))
			case 'namespace':
				return namespaceItem(account, node.namespace, remote.searchOf(account, node.namespace))
			case 'remoteRepository':
				return remoteRepositoryItem(
					account,
					node.namespace,
					node.path,
					remote.repository(account, node.namespace, node.path),
					remote.tagSearchOf(account, node.path),
				)
			case 'remoteTag':
				return remoteTagItem(account, node.path, node.tag, remote.tag(account, node.path, node.tag))
			case 'moreRepositories':
			case 'moreTags':
				return moreItem(node)
			case 'nothing':
				return nothingItem(node.why)
		}
	}

	protected override tooltipOf(node: RegistryNode): vscode.MarkdownString | undefined {
		const { accounts, remote } = this.#parts
		const account = accounts.byId(node.accountId)
		if (!account) return undefined
		switch (node.kind) {
			case 'account':
				return accountTooltip(account)
			case 'remoteRepository': {
				const repository = remote.repository(account, node.namespace, node.path)
				return repository && remoteRepositoryTooltip(node.path, repository)
			}
			case 'remoteTag': {
				const tag = remote.tag(account, node.path, node.tag)
				return tag && remoteTagTooltip(`${account.registry}/${node.path}:${node.tag}`, tag)
			}
			default:
				return undefined
		}
	}
}
