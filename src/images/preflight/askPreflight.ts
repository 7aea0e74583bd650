import { setTimeout as delay } from 'node:timers/promises'
import * as vscode from 'vscode'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import type { Log } from '../../engine/log.ts'
import { Cancelled, Failure } from '../../ui/failure.ts'
import { formatBytes } from '../../ui/format.ts'
import { blocking, holds, pushes, type PreflightAction, type Seen } from './answers.ts'
import { byWeight, forbidden, wantsAnswer, weighed, type Decided, type Finding } from './finding.ts'
import { findingText } from './findingText.ts'
import type { PreflightProgress } from './preflight.ts'
import { confirmed, preflightChoices, type PreflightChoice } from './preflightChoices.ts'

/** A preflight that takes longer than this is shown; ms. */
const patience = 500

/** Runs the preflight of one push. */
type RunPreflight = (signal: AbortSignal, report: (progress: PreflightProgress) => void) => Promise<void>

/**
 * Looks before the push. Where nothing is found that wants an answer, it goes on by itself; else what was found is
 * shown at once, and added to while the rest is looked at.
 *
 * @param name As people write it.
 * @param ended Ends it from outside, as when a task is terminated; nobody is asked then.
 * @param decided What needs no question any more.
 * @returns What to do now.
 * @throws {Cancelled} when the person leaves; {Failure} when it was decided that what was found ends the push.
 */
export async function askPreflight(
	name: string,
	run: RunPreflight,
	log: Log,
	ended: AbortSignal,
	decided?: Decided,
): Promise<PreflightAction> {
	const abort = new AbortController()
	const signal = AbortSignal.any([abort.signal, ended])
	const looking = new Looking(run, signal, log, decided)
	try {
		const isQuick = await Promise.race([looking.answerWanted.then(() => true), delay(patience, false)])
		if (!isQuick) await showLooking(name, looking, abort)
		signal.throwIfAborted()
		if (looking.findings.some((finding) => wantsAnswer(finding, decided))) return await ask(name, looking, signal)
		const ends = forbidden(looking.findings, decided)
		if (ends.length > 0) {
			const lines = ends.map((finding) => findingText(finding).message)
			throw new Failure(vscode.l10n.t('{0} was not pushed: {1}', name, lines.join('; ')))
		}
		const isNew = looking.findings.some((finding) => finding.kind === 'newRepository' && finding.canChoose)
		if (!isNew) return 'push'
		return decided?.visibility === 'private' ? 'createPrivate' : 'createPublic'
	} catch (error) {
		throw signal.aborted ? new Cancelled() : error
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
class Looking implements Seen {
	readonly #changes = new vscode.EventEmitter<void>()
	readonly onDidChange = this.#changes.event
	readonly #answerWanted = Promise.withResolvers<void>()
	/** Settles when something wants an answer, or when all was looked at. */
	readonly answerWanted = this.#answerWanted.promise
	findings: readonly Finding[] = []
	bytes = 0
	isRegistryAsked = false
	isDone = false

	constructor(run: RunPreflight, signal: AbortSignal, log: Log, decided: Decided | undefined) {
		signal.addEventListener('abort', () => this.#answerWanted.reject(new EngineError('cancelled', 'Cancelled.')))
		// Where nobody waits any more.
		this.answerWanted.catch(() => undefined)
		run(signal, ({ found: asFound, bytes, isRegistryAsked }) => {
			const found = asFound.map((finding) => weighed(finding, decided))
			for (const finding of found) log.info(`${finding.severity}: ${findingText(finding).message}`)
			this.findings = byWeight([...this.findings, ...found])
			this.bytes = bytes
			this.isRegistryAsked = isRegistryAsked
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

function question(looking: Looking): string {
	if (looking.isDone) return vscode.l10n.t('Push it?')
	return looking.isRegistryAsked
		? vscode.l10n.t('Push it? Still looking: {0}', amount(looking))
		: vscode.l10n.t('Still asking the registry. You can push once it has answered.')
}

async function ask(name: string, looking: Looking, signal: AbortSignal): Promise<PreflightAction> {
	const pick = vscode.window.createQuickPick<PreflightChoice>()
	const { promise, resolve, reject } = Promise.withResolvers<PreflightAction>()
	let isAsking = false
	pick.title = vscode.l10n.t('Before Pushing {0}', name)
	pick.ignoreFocusOut = true
	pick.matchOnDetail = true
	const draw = () => {
		const active = pick.activeItems[0]?.label
		pick.busy = !looking.isDone
		pick.placeholder = question(looking)
		pick.items = preflightChoices(looking)
		// What was aimed at may say another thing now: then nothing is, and Enter does nothing.
		if (active !== undefined) pick.activeItems = pick.items.filter(({ label }) => label === active)
	}
	let drawn = ''
	// A list that is written anew loses its place: only when it says something new.
	const redraw = () => {
		const now = `${looking.findings.length} ${looking.isRegistryAsked} ${looking.isDone}`
		if (now !== drawn) draw()
		else pick.placeholder = question(looking)
		drawn = now
	}
	const accept = async () => {
		const [choice] = pick.selectedItems
		if (choice?.action === undefined) return
		if (!pushes(choice.action)) return resolve(choice.action)
		const reasons = blocking(looking.findings)
		isAsking = true
		const isFine = reasons.length === 0 || (await confirmed(name, reasons))
		isAsking = false
		if (isFine && holds(choice.action, reasons, looking)) resolve(choice.action)
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
	signal.addEventListener('abort', () => reject(new Cancelled()))
	redraw()
	pick.show()
	return promise.finally(() => subscriptions.dispose())
}
