import * as vscode from 'vscode'
import { Disposable } from '../engine/disposable.ts'

const scheme = 'docker-container'

/** Files of containers as they were when they were opened; for reading. */
export class ContainerFiles extends Disposable implements vscode.TextDocumentContentProvider {
	readonly #texts = new Map<string, string>()
	readonly #changes = this.register(new vscode.EventEmitter<vscode.Uri>())
	readonly onDidChange = this.#changes.event

	constructor() {
		super()
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

	/** Opens a file; opening it again brings it up to date. */
	async show(containerName: string, path: string, text: string): Promise<void> {
		const uri = vscode.Uri.from({ scheme, path: `/${containerName}${path}` })
		this.#texts.set(uri.toString(), text)
		this.#changes.fire(uri)
		await vscode.window.showTextDocument(uri, { preview: true })
	}
}
