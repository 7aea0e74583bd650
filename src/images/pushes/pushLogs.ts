import * as vscode from 'vscode'
import { Disposable } from '../../engine/disposable.ts'
import type { Pushes } from './pushes.ts'

const scheme = 'longshore-push'

/** Each push's log as a read-only document that grows while the push goes on. */
export class PushLogs extends Disposable implements vscode.TextDocumentContentProvider {
	readonly #pushes: Pushes
	readonly #changes = this.register(new vscode.EventEmitter<vscode.Uri>())
	readonly onDidChange = this.#changes.event

	constructor(pushes: Pushes) {
		super()
		this.#pushes = pushes
		this.register(vscode.workspace.registerTextDocumentContentProvider(scheme, this))
		this.register(
			pushes.onDidChange((id) => {
				const open = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === scheme && uri.query === id)
				if (open) this.#changes.fire(open.uri)
			}),
		)
	}

	provideTextDocumentContent({ query }: vscode.Uri): string {
		return `${(this.#pushes.byId(query)?.log ?? []).join('\n')}\n`
	}

	async show(id: string): Promise<void> {
		const name = this.#pushes.byId(id)?.reference ?? id
		const uri = vscode.Uri.from({ scheme, path: `/${name.replaceAll(/[/:@]/g, '_')}.log`, query: id })
		await vscode.window.showTextDocument(uri, { preview: true })
	}
}
