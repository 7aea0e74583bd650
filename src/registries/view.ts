import * as vscode from 'vscode'
import { factsTooltip } from '../ui/tooltip.ts'
import { Tree } from '../ui/tree.ts'
import { isHub, registryName } from './account.ts'
import type { RegistryParts } from './parts.ts'

/** An account in the registries view. */
export interface AccountNode {
	readonly id: string
	readonly accountId: string
}

/** Who is signed in where. */
export class RegistriesView extends Tree<AccountNode> {
	readonly #parts: RegistryParts

	constructor(parts: RegistryParts) {
		super('longshore.registries', parts.log)
		this.#parts = parts
		this.register(parts.accounts.onDidChange(() => this.restructured()))
	}

	protected override async roots(): Promise<readonly AccountNode[]> {
		return this.#parts.accounts.all().map(({ id }) => ({ id: `account/${id}`, accountId: id }))
	}

	protected override childrenOf(): readonly AccountNode[] {
		return []
	}

	protected override parentOf(): undefined {
		return undefined
	}

	protected override itemOf({ accountId }: AccountNode): vscode.TreeItem {
		const account = this.#parts.accounts.byId(accountId)
		const item = new vscode.TreeItem(account?.userName ?? accountId)
		if (!account) return item
		item.description = registryName(account)
		item.iconPath = new vscode.ThemeIcon('account')
		item.contextValue = isHub(account) ? 'account hub' : 'account'
		item.accessibilityInformation = {
			label: vscode.l10n.t('Account {0} at {1}', account.userName, registryName(account)),
		}
		return item
	}

	protected override tooltipOf({ accountId }: AccountNode): vscode.MarkdownString | undefined {
		const account = this.#parts.accounts.byId(accountId)
		return (
			account &&
			factsTooltip(account.userName, [
				[vscode.l10n.t('Registry'), registryName(account)],
				[vscode.l10n.t('Access token'), vscode.l10n.t('in the editor’s secret storage')],
			])
		)
	}
}
