import { setTimeout as delay } from 'node:timers/promises'
import * as vscode from 'vscode'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import type { Log } from '../../engine/log.ts'
import { Cancelled, Failure } from '../../ui/failure.ts'
import { formatBytes } from '../../ui/format.ts'
import { byWeight, forbidden, wantsAnswer, type Decided, type Finding } from './finding.ts'
import { findingText, severityIcon } from './findingText.ts'
import type { PreflightProgress } from './preflight.ts'

/** What a person decided before a push. */
export interface PreflightAnswer {
	/** How a repository that doesn't exist shall be made; undefined where that needs no answer. */
	readonly create: 'private' | 'public' | undefined
	readonly findings: readonly Finding[]
}

/** A preflight that takes longer than this is shown; ms. */
const patience = 500

/** Runs the preflight of one push. */
type RunPreflight = (signal: AbortSignal, report: (progress: PreflightProgress) => void) => Promise<void>

/**
 * Looks before the push. Where nothing is found that wants an answer, it goes on by itself; else what was found is
 * shown at once, and added to while the rest is looked at.
 *
 * @param name As people write it.
 * @param decided What needs no question any more.
 * @throws {Cancelled} when the person leaves; {Failure} when it was decided that what was found ends the push.
 */
export async function askPreflight(
	name: string,
	run: RunPreflight,
	log: Log,
	decided?: Decided,
): Promise<PreflightAnswer> {
	const abort = new AbortController()
	const looking = new Looking(run, abort.signal, log, decided)
	try {
		const isQuick = await Promise.race([looking.answerWanted.then(() => true), delay(patience, false)])
		if (!isQuick) await showLooking(name, looking, abort)
		if (looking.findings.some((finding) => wantsAnswer(finding, decided))) return await ask(name, looking)
		const ends = forbidden(looking.findings, decided)
		if (ends.length > 0) {
			const lines = ends.map((finding) => findingText(finding).message)
			throw new Failure(vscode.l10n.t('{0} was not pushed: {1}', name, lines.join('; ')))
		}
		const isNew = looking.findings.some((finding) => finding.kind === 'newRepository' && finding.canChoose)
		return { create: isNew ? decided?.visibility : undefined, findings: looking.findings }
	} catch (error) {
		throw abort.signal.aborted ? new Cancelled() : error
	} finally {
		abort.abort()
		looking.dispose()
	}
}

async function showLooking(name: string, looking: Looking, abort: AbortController): Promise<void> {
	await vscode.window.withProgress(
		{
			location: vscode.ProgressLocation.Notification,
			title: vscode.l10n.t('Checking {0} before the push', name),
			cancellable: true,
		},
		async (progress, token) => {
			token.onCancellationRequested(() => abort.abort())
			const subscription = looking.onDidChange(() => progress.report({ message: amount(looking) }))
			await looking.answerWanted.finally(() => subscription.dispose())
		},
	)
}

/** A preflight that goes on. */
class Looking {
	readonly #changes = new vscode.EventEmitter<void>()
	readonly onDidChange = this.#changes.event
	readonly #answerWanted = Promise.withResolvers<void>()
	/** Settles when something wants an answer, or when all was looked at. */
	readonly answerWanted = this.#answerWanted.promise
	findings: readonly Finding[] = []
	bytes = 0
	isDone = false

	constructor(run: RunPreflight, signal: AbortSignal, log: Log, decided: Decided | undefined) {
		signal.addEventListener('abort', () => this.#answerWanted.reject(new EngineError('cancelled', 'Cancelled.')))
		// Where nobody waits any more.
		this.answerWanted.catch(() => undefined)
		run(signal, ({ found, bytes }) => {
			for (const finding of found) log.info(`${finding.severity}: ${findingText(finding).message}`)
			this.findings = byWeight([...this.findings, ...found])
			this.bytes = bytes
			if (found.some((finding) => wantsAnswer(finding, decided))) this.#answerWanted.resolve()
			this.#changes.fire()
		})
			.then(
				() => this.#answerWanted.resolve(),
				(error: unknown) => this.#answerWanted.reject(toEngineError(error)),
			)
			.finally(() => {
				this.isDone = true
				this.#changes.fire()
			})
			.catch(() => undefined)
	}

	dispose(): void {
		this.#changes.dispose()
	}
}

function amount({ bytes }: Looking): string {
	return bytes > 0 ? vscode.l10n.t('{0} of layers read', formatBytes(bytes)) : vscode.l10n.t('asking the registry')
}

type Choice = vscode.QuickPickItem & { readonly create?: 'private' | 'public' | 'asIs' }

async function ask(name: string, looking: Looking): Promise<PreflightAnswer> {
	const pick = vscode.window.createQuickPick<Choice>()
	const { promise, resolve, reject } = Promise.withResolvers<PreflightAnswer>()
	let isAsking = false
	pick.title = vscode.l10n.t('Before Pushing {0}', name)
	pick.ignoreFocusOut = true
	pick.matchOnDetail = true
	const draw = () => {
		const active = pick.activeItems[0]?.label
		pick.busy = !looking.isDone
		pick.placeholder = looking.isDone
			? vscode.l10n.t('Push it?')
			: vscode.l10n.t('Push it? Still looking: {0}', amount(looking))
		pick.items = [...answers(looking.findings), ...looking.findings.map(toChoice)]
		pick.activeItems = pick.items.filter(({ label }) => label === active)
	}
	let drawn = ''
	// A list that is written anew loses its place: only when it says something new.
	const redraw = () => {
		const now = `${looking.findings.length} ${looking.isDone}`
		if (now !== drawn) draw()
		else if (!looking.isDone) pick.placeholder = vscode.l10n.t('Push it? Still looking: {0}', amount(looking))
		drawn = now
	}
	const accept = async () => {
		const [choice] = pick.selectedItems
		if (choice?.create === undefined) return
		const blocking = looking.findings.filter(({ severity }) => severity === 'blocking')
		isAsking = true
		const isFine = blocking.length === 0 || (await confirmed(name, blocking))
		isAsking = false
		if (isFine) resolve({ create: choice.create === 'asIs' ? undefined : choice.create, findings: looking.findings })
		else {
			// The same line can be chosen again only as a new one.
			draw()
			pick.show()
		}
	}
	const subscriptions = vscode.Disposable.from(
		pick,
		looking.onDidChange(redraw),
		pick.onDidAccept(() => accept().catch(reject)),
		// The modal takes the list away for a while.
		pick.onDidHide(() => {
			if (!isAsking) reject(new Cancelled())
		}),
	)
	redraw()
	pick.show()
	return promise.finally(() => subscriptions.dispose())
}

function answers(findings: readonly Finding[]): readonly Choice[] {
	const isBlocked = findings.some(({ severity }) => severity === 'blocking')
	const isNew = findings.some((finding) => finding.kind === 'newRepository' && finding.canChoose)
	const headings: readonly Choice[] = [
		{ label: vscode.l10n.t('What was found'), kind: vscode.QuickPickItemKind.Separator },
	]
	if (isNew) {
		return [
			{
				label: isBlocked
					? vscode.l10n.t('$(lock) Create as Private and Push Anyway…')
					: vscode.l10n.t('$(lock) Create as Private and Push'),
				detail: vscode.l10n.t('Only you, and whom you let, can see and pull it.'),
				create: 'private',
			},
			{
				label: isBlocked
					? vscode.l10n.t('$(globe) Create as Public and Push Anyway…')
					: vscode.l10n.t('$(globe) Create as Public and Push'),
				detail: vscode.l10n.t('Everyone can see and pull it.'),
				create: 'public',
			},
			...headings,
		]
	}
	const label = isBlocked ? vscode.l10n.t('$(warning) Push Anyway…') : vscode.l10n.t('$(cloud-upload) Push')
	return [{ label, create: 'asIs' }, ...headings]
}

function toChoice(finding: Finding): Choice {
	const { message, advice } = findingText(finding)
	return { label: `${severityIcon(finding.severity)} ${message}`, detail: advice }
}

async function confirmed(name: string, blocking: readonly Finding[]): Promise<boolean> {
	const action = vscode.l10n.t('Push Anyway')
	const lines = blocking.map((finding) => `• ${findingText(finding).message}`)
	const detail = lines.length > 10 ? [...lines.slice(0, 10), `… (${lines.length})`] : lines
	const chosen = await vscode.window.showWarningMessage(
		vscode.l10n.t('Push {0} all the same?', name),
		{ modal: true, detail: detail.join('\n') },
		action,
	)
	return chosen === action
}
