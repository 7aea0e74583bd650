import * as vscode from 'vscode'
import type { Log } from '../../engine/log.ts'
import { formatBytes } from '../../ui/format.ts'
import { factsTooltip } from '../../ui/tooltip.ts'
import { Tree } from '../../ui/tree.ts'
import { isReferenceError, parseReference } from '../reference.ts'
import type { LayerProgress } from '../transfer.ts'
import { pageOf } from '../webPage.ts'
import { isUnderWay } from './push.ts'
import type { Pushes } from './pushes.ts'
import { pushFacts, pushIcon, pushText } from './pushText.ts'

export type PushNode = { readonly id: string; readonly pushId: string } & (
	| { readonly kind: 'push' }
	| { readonly kind: 'pushLayer'; readonly layer: string }
)

/** A push that goes on is drawn again this often at most; ms. */
const often = 200

/** Pushes, the newest first; those that go on with their layers. */
export class PushesView extends Tree<PushNode> {
	readonly #pushes: Pushes
	readonly #changed = new Set<string>()
	#timer: NodeJS.Timeout | undefined

	constructor(pushes: Pushes, log: Log) {
		super('longshore.pushes', log)
		this.#pushes = pushes
		this.#tellWhetherThereAreAny()
		this.register(
			pushes.onDidChange((id) => {
				if (id === undefined) {
					this.#tellWhetherThereAreAny()
					this.restructured()
				} else if (isOver(pushes, id)) {
					// Lines with and without lines below them stand differently: all are drawn anew.
					this.restructured()
				} else this.#draw(id)
			}),
		)
		this.register({ dispose: () => clearTimeout(this.#timer) })
	}

	protected override async roots(): Promise<readonly PushNode[]> {
		return this.#pushes.all().map(({ id }) => ({ kind: 'push', id: `push/${id}`, pushId: id }))
	}

	protected override childrenOf(node: PushNode): readonly PushNode[] {
		if (node.kind === 'pushLayer') return []
		return (this.#pushes.progressOf(node.pushId)?.layers ?? []).map(({ id }) => ({
			kind: 'pushLayer',
			id: `push/${node.pushId}/${id}`,
			pushId: node.pushId,
			layer: id,
		}))
	}

	protected override parentOf(node: PushNode): PushNode | undefined {
		return node.kind === 'pushLayer' ? { kind: 'push', id: `push/${node.pushId}`, pushId: node.pushId } : undefined
	}

	protected override itemOf(node: PushNode): vscode.TreeItem {
		const push = this.#pushes.byId(node.pushId)
		const progress = this.#pushes.progressOf(node.pushId)
		if (node.kind === 'pushLayer')
			return layerItem(
				progress?.layers.find(({ id }) => id === node.layer),
				node.layer,
			)
		if (!push) return new vscode.TreeItem(node.pushId)
		const isElsewhere = this.#pushes.isElsewhere(push)
		const goesOn = isUnderWay(push) && !isElsewhere
		const item = new vscode.TreeItem(
			push.reference,
			goesOn ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
		)
		item.description = isElsewhere ? vscode.l10n.t('goes on in another window') : pushText(push, progress)
		item.iconPath = pushIcon(push)
		const reference = parseReference(push.reference)
		const hasPage = !isReferenceError(reference) && pageOf(reference) !== undefined
		item.contextValue = [
			'push',
			isElsewhere ? 'elsewhere' : goesOn ? 'underWay' : 'over',
			push.state === 'done' ? 'done' : '',
			hasPage ? 'hasPage' : '',
		].join(' ')
		item.accessibilityInformation = { label: vscode.l10n.t('Push of {0}, {1}', push.reference, item.description) }
		return item
	}

	protected override tooltipOf(node: PushNode): vscode.MarkdownString | undefined {
		const push = node.kind === 'push' ? this.#pushes.byId(node.pushId) : undefined
		return push && factsTooltip(push.reference, pushFacts(push))
	}

	#draw(id: string): void {
		this.#changed.add(`push/${id}`)
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined
			this.changed(this.#changed)
			this.#changed.clear()
		}, often)
	}

	#tellWhetherThereAreAny(): void {
		void vscode.commands.executeCommand('setContext', 'longshore.hasPushes', this.#pushes.all().length > 0)
	}
}

function isOver(pushes: Pushes, id: string): boolean {
	const push = pushes.byId(id)
	return push !== undefined && !isUnderWay(push)
}

function layerItem(layer: LayerProgress | undefined, id: string): vscode.TreeItem {
	const item = new vscode.TreeItem(id)
	if (!layer) return item
	const { status, current, total, done, skipped } = layer
	item.description =
		total === undefined || done ? status : `${status} · ${formatBytes(current)} / ${formatBytes(total)}`
	item.iconPath = new vscode.ThemeIcon(skipped ? 'pass-filled' : done ? 'pass' : 'layers')
	item.accessibilityInformation = { label: vscode.l10n.t('Layer {0}, {1}', id, item.description) }
	return item
}
