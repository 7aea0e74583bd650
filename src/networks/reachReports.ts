import * as vscode from 'vscode'
import { Disposable } from '../engine/disposable.ts'
import type { KnownModel } from './knownModel.ts'
import type { Model } from './reachability.ts'

const scheme = 'longshore-reachability'

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
		this.register(
			vscode.workspace.onDidCloseTextDocument(({ uri }) => {
				if (uri.scheme === scheme) this.#writers.delete(uri.toString())
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
		this.#writers.set(uri.toString(), write)
		this.#changes.fire(uri)
		await vscode.commands.executeCommand('markdown.showPreview', uri)
	}
}
