import * as vscode from 'vscode'
import { Disposable } from '../../engine/disposable.ts'
import type { BuildAnswers } from './steps.ts'

/** What stays of builds: their log, errors at the Dockerfile's lines, and what was answered last for each Dockerfile. */
export class Builds extends Disposable {
	readonly #diagnostics = this.register(vscode.languages.createDiagnosticCollection('longshore.build'))
	readonly #answers = new Map<string, BuildAnswers>()
	#channel: vscode.OutputChannel | undefined

	constructor() {
		super()
		this.register(
			vscode.workspace.onDidChangeTextDocument(({ document }) => {
				// A line that is being mended is no longer the one that failed.
				if (this.#diagnostics.has(document.uri)) this.#diagnostics.delete(document.uri)
			}),
		)
	}

	/** Made with the first build. */
	get channel(): vscode.OutputChannel {
		this.#channel ??= this.register(vscode.window.createOutputChannel('Longshore Build'))
		return this.#channel
	}

	answersFor(dockerfile: vscode.Uri): BuildAnswers | undefined {
		return this.#answers.get(dockerfile.toString())
	}

	remember(dockerfile: vscode.Uri, answers: BuildAnswers): void {
		this.#answers.set(dockerfile.toString(), answers)
	}

	/** Marks the lines that failed; none, if the build went well. */
	mark(dockerfile: vscode.Uri, range: vscode.Range | undefined, message = ''): void {
		if (!range) {
			this.#diagnostics.delete(dockerfile)
			return
		}
		const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error)
		diagnostic.source = 'docker build'
		this.#diagnostics.set(dockerfile, [diagnostic])
	}
}
