import * as vscode from 'vscode'
import { Disposable } from '../engine/disposable.ts'

/** Read-only documents under a scheme of their own, as they were when they were opened. */
export abstract class TextDocuments extends Disposable implements vscode.TextDocumentContentProvider {
	readonly #scheme: string
	readonly #texts = new Map<string, string>()
	readonly #changes = this.register(new vscode.EventEmitter<vscode.Uri>())
	readonly onDidChange = this.#changes.event

	constructor(scheme: string) {
		super()
		this.#scheme = scheme
		this.register(vscode.workspace.registerTextDocumentContentProvider(scheme, this))
		this.register(
			vscode.workspace.onDidCloseTextDocument(({ uri }) => {
				if (uri.scheme === scheme) this.#texts.delete(uri.toString())
			}),
		)
	}

	provideTextDocumentContent(uri: vscode.Uri): string {
		return this.#texts.get(uri.toString()) ?? ''
	}

	/** Opens a document; opening it again brings it up to date. */
	protected async open(path: string, text: string): Promise<void> {
		const uri = vscode.Uri.from({ scheme: this.#scheme, path })
		this.#texts.set(uri.toString(), text)
		this.#changes.fire(uri)
		await vscode.window.showTextDocument(uri, { preview: true })
	}
}
