import * as vscode from 'vscode'
import { Disposable } from '../engine/disposable.ts'

const scheme = 'docker-inspect'

/** Read-only JSON documents of what the engine says about one thing. */
export class InspectDocuments extends Disposable implements vscode.TextDocumentContentProvider {
	readonly #texts = new Map<string, string>()
	readonly #changes = this.register(new vscode.EventEmitter<vscode.Uri>())
	readonly onDidChange = this.#changes.event

	constructor() {
		super()
		this.register(vscode.workspace.registerTextDocumentContentProvider(scheme, this))
		this.register(
			vscode.workspace.onDidCloseTextDocument((document) => {
				if (document.uri.scheme === scheme) this.#texts.delete(document.uri.toString())
			}),
		)
	}

	provideTextDocumentContent(uri: vscode.Uri): string {
		return this.#texts.get(uri.toString()) ?? ''
	}

	/**
	 * Opens what `inspect` says; opening it again brings it up to date.
	 *
	 * @param kind `volume`, `network`, `image` or `container`; the first part of the path.
	 */
	async show(kind: string, name: string, content: unknown): Promise<void> {
		const uri = vscode.Uri.from({ scheme, path: `/${kind}/${name.replaceAll(/[/:@]/g, '_')}.json` })
		this.#texts.set(uri.toString(), `${JSON.stringify(content, undefined, 2)}\n`)
		this.#changes.fire(uri)
		await vscode.window.showTextDocument(uri, { preview: true })
	}
}
