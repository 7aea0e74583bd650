import * as vscode from 'vscode'
import { Disposable } from '../../engine/disposable.ts'
import { EngineError } from '../../engine/errors.ts'
import type { Log } from '../../engine/log.ts'
import type { KnownModel } from '../knownModel.ts'
import type { Model } from '../reachability.ts'
import { checkRules, knownNames, type Verdict } from './check.ts'
import { isIsolationFile, isolationDocuments, pattern, selector } from './documents.ts'
import { parseRules, type RuleFile, type Span } from './rules.ts'
import { holdingText, problemText, verdictText } from './texts.ts'

const source = 'Longshore'
const code = 'isolation'

/** What is so of one isolation file. */
export interface Checked {
	readonly document: vscode.TextDocument
	readonly model: Model
	readonly file: RuleFile
	readonly verdicts: readonly Verdict[]
}

type FollowedModel = Pick<KnownModel, 'current' | 'onDidChange'>

/** Holds isolation files against what is so, live: problems where a rule is broken, a line above each that says how it holds. */
export class IsolationMarkers extends Disposable implements vscode.CodeLensProvider, vscode.CodeActionProvider {
	readonly #model: FollowedModel
	readonly #log: Log
	readonly #problems = this.register(vscode.languages.createDiagnosticCollection('longshore.isolation'))
	readonly #changes = this.register(new vscode.EventEmitter<void>())
	readonly onDidChangeCodeLenses = this.#changes.event
	readonly #checked = new Map<string, Checked>()

	constructor({ model, log }: { readonly model: FollowedModel; readonly log: Log }) {
		super()
		this.#model = model
		this.#log = log
		const again = () => void this.#followAll()
		const watcher = this.register(vscode.workspace.createFileSystemWatcher(pattern))
		const one = (document: vscode.TextDocument) => isIsolationFile(document) && void this.#follow(document)
		for (const subscription of [
			watcher.onDidCreate(again),
			watcher.onDidChange(again),
			watcher.onDidDelete((uri) => this.#forget(uri)),
			vscode.workspace.onDidOpenTextDocument(one),
			vscode.workspace.onDidChangeTextDocument(({ document }) => one(document)),
			model.onDidChange(again),
			vscode.languages.registerCodeLensProvider(selector, this),
			vscode.languages.registerCodeActionsProvider(selector, this, {
				providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
			}),
			vscode.languages.registerCompletionItemProvider(
				selector,
				{ provideCompletionItems: (document, position) => this.#complete(document, position) },
				' ',
				'-',
				'>',
			),
		]) {
			this.register(subscription)
		}
		again()
	}

	/**
	 * Checks every isolation file there is, as it is now; nothing is asked of an engine where there is none.
	 *
	 * @throws {Error} why one could not be checked.
	 */
	async checkAll(): Promise<readonly Checked[]> {
		const checkNow = async (document: vscode.TextDocument) => {
			let checked = await this.#check(document)
			while (!checked) checked = await this.#check(document)
			return checked
		}
		return Promise.all((await isolationDocuments()).map(checkNow))
	}

	provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
		const checked = this.#checked.get(document.uri.toString())
		if (!checked || checked.verdicts.length === 0) return []
		const { verdicts } = checked
		const held = verdicts.filter(({ holds }) => holds).length
		const top = new vscode.Range(0, 0, 0, 0)
		const summary = new vscode.CodeLens(top, {
			title: vscode.l10n.t('{0} of {1} hold', held, verdicts.length),
			command: 'longshore.networks.checkIsolation',
			arguments: [document.uri],
		})
		const mend = new vscode.CodeLens(top, {
			title: vscode.l10n.t('Propose Networks…'),
			command: 'longshore.networks.mendIsolation',
			arguments: [document.uri],
		})
		return [
			summary,
			...(verdicts.some(({ holds, unknown }) => !holds && unknown.length === 0) ? [mend] : []),
			...verdicts
				.filter(({ holds }) => holds)
				.map((verdict) => {
					const range = rangeOf(document, verdict.rule.span)
					return new vscode.CodeLens(range, { title: `✓ ${holdingText(verdict)}`, command: '' })
				}),
		]
	}

	provideCodeActions(
		document: vscode.TextDocument,
		_range: vscode.Range,
		{ diagnostics }: vscode.CodeActionContext,
	): vscode.CodeAction[] {
		const ours = diagnostics.filter((each) => each.source === source && each.code === code)
		if (ours.length === 0) return []
		const title = vscode.l10n.t('Propose networks that make it hold…')
		const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix)
		action.command = { title, command: 'longshore.networks.mendIsolation', arguments: [document.uri] }
		action.diagnostics = ours
		return [action]
	}

	async #followAll(): Promise<void> {
		try {
			for (const document of await isolationDocuments()) void this.#follow(document)
		} catch (error) {
			this.#log.error(error instanceof Error ? error : String(error))
		}
	}

	async #follow(document: vscode.TextDocument): Promise<void> {
		try {
			await this.#check(document)
		} catch (error) {
			// Without an engine nothing is known of it; the views say why.
			if (error instanceof EngineError) this.#log.debug(error.message)
			else this.#log.error(error instanceof Error ? error : String(error))
			this.#forget(document.uri)
		}
	}

	/** @returns Nothing where the text has changed in the meantime. */
	async #check(document: vscode.TextDocument): Promise<Checked | undefined> {
		const { version } = document
		const file = await parseRules(document.getText())
		const model = await this.#model.current()
		if (document.version !== version) return undefined
		const checked = { document, model, file, verdicts: checkRules(model, file) }
		this.#checked.set(document.uri.toString(), checked)
		this.#problems.set(document.uri, problemsOf(checked))
		this.#changes.fire()
		return checked
	}

	#forget(uri: vscode.Uri): void {
		this.#checked.delete(uri.toString())
		this.#problems.delete(uri)
		this.#changes.fire()
	}

	async #complete(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
		const line = document.lineAt(position.line).text.slice(0, position.character)
		const { project } = await parseRules(document.getText())
		const model = await this.#model.current()
		if (/^\s*-\s+\S+\s+\S*$/.test(line) && !/(?:->|→|↔)\s*\S*$/u.test(line)) {
			return ['<->', '->'].map((arrow) => new vscode.CompletionItem(arrow, vscode.CompletionItemKind.Operator))
		}
		if (/^\s*-\s/.test(line)) {
			return knownNames(model, project).map(
				(name) => new vscode.CompletionItem(name, vscode.CompletionItemKind.Reference),
			)
		}
		return /^\w*$/.test(line)
			? ['project', 'must', 'never'].map((key) => {
					const item = new vscode.CompletionItem(key, vscode.CompletionItemKind.Property)
					item.insertText = key === 'project' ? 'project: ' : `${key}:\n  - `
					return item
				})
			: []
	}
}

function problemsOf({ document, file, verdicts }: Checked): vscode.Diagnostic[] {
	const { Error, Warning } = vscode.DiagnosticSeverity
	const made = (span: Span, text: string, severity: vscode.DiagnosticSeverity, isRule: boolean) => {
		const problem = new vscode.Diagnostic(rangeOf(document, span), text, severity)
		problem.source = source
		if (isRule) problem.code = code
		return problem
	}
	return [
		...file.problems.map((problem) => made(problem.span, problemText(problem), Error, false)),
		...verdicts
			.filter(({ holds }) => !holds)
			.map((verdict) => {
				const isUnknown = verdict.unknown.length > 0
				return made(verdict.rule.span, verdictText(verdict), isUnknown ? Warning : Error, !isUnknown)
			}),
	]
}

function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
	return new vscode.Range(document.positionAt(start), document.positionAt(end))
}
