import * as vscode from 'vscode'
import { Disposable } from '../engine/disposable.ts'
import { ListError } from '../engine/errors.ts'
import type { Log } from '../engine/log.ts'
import { showFailure } from './failure.ts'

/**
 * A tree whose nodes are known by id. Invariant: an id has one node object for as long as it is shown, so that VS Code
 * can be told to draw just that node again, and keeps selection and expansion.
 */
export abstract class Tree<N extends { readonly id: string }> extends Disposable implements vscode.TreeDataProvider<N> {
	readonly #log: Log
	readonly #shown = new Map<string, N>()
	readonly #changes = this.register(new vscode.EventEmitter<N[] | undefined>())
	readonly onDidChangeTreeData = this.#changes.event
	readonly #view: vscode.TreeView<N>
	#selected: readonly N[] = []
	/** How often the roots are waited for. */
	#waiting = 0

	/** @param options What a view has that others have not: drag and drop. */
	constructor(viewId: string, log: Log, options: Pick<vscode.TreeViewOptions<N>, 'dragAndDropController'> = {}) {
		super()
		this.#log = log
		this.#view = this.register(
			vscode.window.createTreeView(viewId, {
				treeDataProvider: this,
				canSelectMany: true,
				showCollapseAll: true,
				...options,
			}),
		)
		this.register(this.#view.onDidChangeSelection(({ selection }) => (this.#selected = selection)))
	}

	/** Reads what is there last, after all that it waits for: what changes meanwhile is not told again. */
	protected abstract roots(): Promise<readonly N[]>
	protected abstract childrenOf(node: N): Promise<readonly N[]> | readonly N[]
	protected abstract itemOf(node: N): vscode.TreeItem
	protected abstract parentOf(node: N): N | undefined
	/** What is shown when one stays on a node; made only then. */
	protected abstract tooltipOf(node: N): string | vscode.MarkdownString | undefined

	get selection(): readonly N[] {
		// While lines are drawn again VS Code knows none of them, although the person still sees them selected.
		return this.#view.selection.length > 0 ? this.#view.selection : this.#selected
	}

	/** Tells which part of it a person has selected. */
	protected onSelection(listener: (nodes: readonly N[]) => unknown): void {
		this.register(this.#view.onDidChangeSelection(({ selection }) => listener(selection)))
	}

	/** Selects a node and opens it; the keyboard goes there too, if not said otherwise. */
	async reveal(node: N, { focus = true }: { readonly focus?: boolean } = {}): Promise<void> {
		await this.#view.reveal(this.#keep(node), { expand: true, focus, select: true })
	}

	async getChildren(node?: N): Promise<N[]> {
		try {
			const children = node ? await this.childrenOf(node) : await this.#awaitedRoots()
			if (!node) this.#say(undefined)
			return children.map((child) => this.#keep(child))
		} catch (error) {
			if (node) void showFailure(error, this.#log)
			// An engine that can't be reached is told by the welcome view, in place; a message would hide that.
			else this.#say(error instanceof ListError ? error : undefined)
			return []
		}
	}

	getTreeItem(node: N): vscode.TreeItem {
		const item = this.itemOf(node)
		item.id = node.id
		return item
	}

	getParent(node: N): N | undefined {
		const parent = this.parentOf(node)
		return parent && this.#keep(parent)
	}

	resolveTreeItem(item: vscode.TreeItem, node: N): vscode.TreeItem {
		item.tooltip = this.tooltipOf(node) ?? item.tooltip
		return item
	}

	/** The node that is shown under an id. */
	protected known(id: string): N | undefined {
		return this.#shown.get(id)
	}

	/** Draws these nodes again, with their children; those that were never shown cost nothing. */
	protected changed(ids: Iterable<string>): void {
		const nodes = [...ids].flatMap((id) => this.#shown.get(id) ?? [])
		if (nodes.length > 0) this.#changes.fire(nodes)
	}

	/** Nodes came or went at the root. */
	protected restructured(): void {
		if (this.#waiting > 0) return
		this.#changes.fire(undefined)
	}

	/** Nodes that are gone for good, so that their objects can go too. */
	protected forget(ids: Iterable<string>): void {
		const gone = new Set(ids)
		for (const id of gone) this.#shown.delete(id)
		this.#selected = this.#selected.filter(({ id }) => !gone.has(id))
	}

	#say(error: ListError | undefined): void {
		const message =
			error &&
			vscode.l10n.t(
				'The Docker Engine answers, but does not give this list. It says: “{0}”. Once that is mended, use “Docker Engine: Reconnect”.',
				error.message,
			)
		// VS Code tells its window of each time that this is set.
		if (this.#view.message !== (message ?? '')) this.#view.message = message ?? ''
	}

	async #awaitedRoots(): Promise<readonly N[]> {
		this.#waiting += 1
		try {
			return await this.roots()
		} finally {
			this.#waiting -= 1
		}
	}

	#keep(node: N): N {
		const shown = this.#shown.get(node.id)
		// The same thing, but what is known of it may be newer.
		if (shown) return Object.assign(shown, node)
		this.#shown.set(node.id, node)
		return node
	}
}
