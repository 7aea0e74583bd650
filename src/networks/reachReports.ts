import * as vscode from 'vscode'
import { Disposable } from '../engine/disposable.ts'
import type { KnownModel } from './knownModel.ts'
import type { Model } from './reachability.ts'

const scheme = 'longshore-reachability'

/** A preview doesn't tell when it is closed; older answers than these are no longer brought up to date. */
const most = 16

/** Answers too long for a notification, as Markdown in a preview; those that can are kept up to date. */
export class ReachReports extends Disposable implements vscode.TextDocumentContentProvider {
	readonly #writers = new Map<string, (model: Model) => string>()
	readonly #changes = this.register(new vscode.EventEmitter<vscode.Uri>())
	readonly onDidChange = this.#changes.event
	readonly #model: KnownModel

	constructor(model: KnownModel) {
		super()
		this.#model = model
		this.register(vscode.workspace.registerTextDocumentContentProvider(scheme, this))
		this.register(
			model.onDidChange(() => {
				for (const uri of this.#writers.keys()) this.#changes.fire(vscode.Uri.parse(uri))
			}),
		)
	}

	async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
		return this.#writers.get(uri.toString())?.(await this.#model.current()) ?? ''
	}

	/**
	 * @param name Of the document; what was open under it is replaced.
	 * @param write Called again whenever what the model says may have changed.
	 */
	async show(name: string, write: (model: Model) => string): Promise<void> {
		const uri = vscode.Uri.from({ scheme, path: `/${name.replaceAll('/', '_')}.md` })
		this.#writers.delete(uri.toString())
		this.#writers.set(uri.toString(), write)
		const [oldest] = this.#writers.keys()
		if (this.#writers.size > most && oldest !== undefined) this.#writers.delete(oldest)
		this.#changes.fire(uri)
		await vscode.commands.executeCommand('markdown.showPreview', uri)
	}
}
