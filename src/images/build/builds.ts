import * as vscode from 'vscode'
import { Disposable } from '../../engine/disposable.ts'
import type { BuildWarning } from './build.ts'
import type { BuildAnswers } from './steps.ts'

/** What stays of builds: their log, errors and warnings at the Dockerfile's lines, and what was answered last for each Dockerfile. */
export class Builds extends Disposable {
	// Made with the first build, as the channel is: at activation each would take some ms.
	#diagnostics: vscode.DiagnosticCollection | undefined
	readonly #answers = new Map<string, BuildAnswers>()
	#channel: vscode.OutputChannel | undefined

	constructor() {
		super()
		this.register(
			vscode.workspace.onDidChangeTextDocument(({ document }) => {
				// A line that is being mended is no longer the one that failed.
				if (this.#diagnostics?.has(document.uri)) this.#diagnostics.delete(document.uri)
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

	/** Marks what a build complained of, in place of what was marked before. */
	mark(dockerfile: vscode.Uri, marks: Marks): void {
		const failed = marks.failed ? [diagnosticOf(marks.failed, vscode.DiagnosticSeverity.Error)] : []
		this.#diagnostics ??= this.register(vscode.languages.createDiagnosticCollection('longshore.build'))
		this.#diagnostics.set(dockerfile, [...failed, ...marks.warnings.map(asDiagnostic)])
	}
}

/** What a build complained of at lines of its Dockerfile. */
interface Marks {
	/** What ended it. */
	readonly failed?: { readonly range: vscode.Range; readonly message: string }
	readonly warnings: readonly BuildWarning[]
}

function asDiagnostic({ message, url, lines }: BuildWarning): vscode.Diagnostic {
	// The last words repeat where it stands.
	const [, rule, text = message] = /^(?:(\w+): )?(.*?)(?: \(line \d+\))?$/s.exec(message) ?? []
	const range = new vscode.Range(lines?.first ?? 0, 0, lines?.last ?? 0, Number.MAX_SAFE_INTEGER)
	const diagnostic = diagnosticOf({ range, message: text }, vscode.DiagnosticSeverity.Warning)
	if (rule !== undefined && url !== '') diagnostic.code = { value: rule, target: vscode.Uri.parse(url) }
	return diagnostic
}

function diagnosticOf({ range, message }: NonNullable<Marks['failed']>, severity: vscode.DiagnosticSeverity) {
	const diagnostic = new vscode.Diagnostic(range, message, severity)
	diagnostic.source = 'docker build'
	return diagnostic
}
