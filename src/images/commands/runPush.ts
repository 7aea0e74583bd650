import * as vscode from 'vscode'
import type { Account } from '../../registries/account.ts'
import { replaceSecret } from '../../registries/commands/replaceSecret.ts'
import { signIn } from '../../registries/commands/signIn.ts'
import { showFailure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { withProgress } from '../../ui/progress.ts'
import { tagImage } from '../operations.ts'
import type { ImageParts } from '../parts.ts'
import { engineAt, PushError } from '../pushes/performPush.ts'
import { reportPushes } from '../pushes/pushesProgress.ts'
import { trackPush } from '../pushes/trackPush.ts'
import { familiarReference, type Reference } from '../reference.ts'
import { checkPush } from './checkPush.ts'
import { pushFailure } from './pushFailure.ts'
import { showPushed, showSeveralPushed, type Pushed } from './showPushed.ts'

export interface Push {
	readonly reference: Reference
	/** Who pushes; undefined for nobody, as to a registry of one's own. */
	readonly account: Account | undefined
	/** Begins anew with another name, after a failure that wants it. */
	readonly rename: () => unknown
	/** An image that hasn't got the name yet: it gets it once nothing is in the way. */
	readonly tag?: { readonly imageId: string }
	/** The push in the list that this one takes up again. */
	readonly again?: string
}

/** Pushes with progress, and says how it ended: the digest and what to do with it, or the cause and what mends it. */
export async function runPush(parts: Connected<ImageParts>, push: Push): Promise<void> {
	await runPushes(parts, [push])
}

/** As many go on at once; each sends several layers at once itself. */
const atOnce = 3

/**
 * Pushes several names, of one image or of several, to one registry or to several. First all are checked, then all go;
 * what shall have another name is asked about last.
 *
 * @throws {Failure} why the only one failed. Where there are several, each failure is shown by itself.
 */
export async function runPushes(parts: Connected<ImageParts>, pushes: readonly Push[]): Promise<void> {
	const going: Push[] = []
	const renamed: Push[] = []
	for (const push of pushes) {
		const { reference, account, tag } = push
		const goesOn = await checkPush(parts, reference, account, tag ? { image: tag.imageId } : {})
		const side = goesOn ? going : renamed
		side.push(push)
	}
	if (going.length > 0) await pushAll(parts, going, pushes.length === 1)
	for (const { rename } of renamed) await rename()
}

async function pushAll(parts: Connected<ImageParts>, pushes: readonly Push[], isOnlyOne: boolean): Promise<void> {
	for (const { reference, tag } of pushes) if (tag) await tagImage(parts.engine, tag.imageId, reference)
	const names = pushes.map(({ reference }) => familiarReference(reference))
	const [name = ''] = names
	const title =
		pushes.length === 1 ? vscode.l10n.t('Pushing {0}', name) : vscode.l10n.t('Pushing {0} images', pushes.length)
	// All stand in the list before the first goes: after a reload none is missing.
	const begun = pushes.map((push) => ({ push, tracked: trackPush(parts, push) }))
	const results = await withProgress(title, async (signal, report) => {
		const follow = reportPushes(report, names)
		const waiting = [...begun.entries()]
		const ended: PromiseSettledResult<Pushed>[] = []
		const work = async () => {
			for (let next = waiting.shift(); next; next = waiting.shift()) {
				const [index, { push, tracked }] = next
				const [result] = await Promise.allSettled([runOne(parts, push, tracked, signal, follow(index))])
				ended[index] = result
			}
		}
		await Promise.all(Array.from({ length: Math.min(atOnce, pushes.length) }, work))
		return ended
	})
	const pushed = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
	const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
	if (isOnlyOne && failures.length > 0) throw failures[0]
	for (const failure of failures) void showFailure(failure, parts.log)
	// Not awaited: the message may stay for long, and the command is done.
	if (pushes.length === 1) for (const each of pushed) void showPushed(each)
	else if (pushed.length > 0) void showSeveralPushed(pushed, pushes.length)
}

async function runOne(
	parts: Connected<ImageParts>,
	push: Push,
	tracked: ReturnType<typeof trackPush>,
	signal: AbortSignal,
	follow: ReturnType<ReturnType<typeof reportPushes>>,
): Promise<Pushed> {
	const { reference, account, rename } = push
	try {
		return { reference, ...(await tracked.run(signal, follow)) }
	} catch (thrown) {
		const failure = failureOf(thrown)
		tracked.failed(failure)
		throw failure
	}

	function failureOf(thrown: unknown): unknown {
		return thrown instanceof PushError ? pushFailure(thrown.diagnosis, retried(tracked.id)) : thrown
	}

	function retried(id: string) {
		const goOn = async (who: Account | undefined) => {
			const engine = await engineAt(parts.engine.endpoint.host, parts.connection)
			await runPush({ ...parts, engine }, { ...push, account: who, again: id })
		}
		// Who leaves the dialog before the push ends it: nothing is pushed then.
		const after = (mend: () => Promise<Account | undefined>) => () =>
			mend()
				.then(goOn)
				.catch((error: unknown) => showFailure(failureOf(error), parts.log))
		return {
			...{ reference, account, rename },
			again: after(async () => account),
			signIn: after(() => signIn(parts, reference.domain)),
			replaceSecret: after(() => replaceSecret(parts, account && { accountId: account.id })),
		}
	}
}
