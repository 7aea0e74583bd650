import * as vscode from 'vscode'
import type { Account } from '../../registries/account.ts'
import { registryAuthHeader } from '../../registries/authorization.ts'
import { credentialOf } from '../../registries/commands/credentialOf.ts'
import { replaceSecret } from '../../registries/commands/replaceSecret.ts'
import { signIn } from '../../registries/commands/signIn.ts'
import { showFailure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { withProgress } from '../../ui/progress.ts'
import { tagImage } from '../operations.ts'
import type { ImageParts } from '../parts.ts'
import { PushError } from '../pushes/performPush.ts'
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
 * Pushes several names, of one image or of several, to one registry or to several. First all are checked, then all go.
 *
 * @throws {Failure} why the only one failed. Where there are several, each failure is shown by itself.
 */
export async function runPushes(parts: Connected<ImageParts>, pushes: readonly Push[]): Promise<void> {
	for (const { reference, account, tag, rename } of pushes) {
		const goesOn = await checkPush(parts, reference, account, tag ? { image: tag.imageId } : {})
		if (!goesOn) {
			await rename()
			return
		}
	}
	for (const { reference, tag } of pushes) if (tag) await tagImage(parts.engine, tag.imageId, reference)
	const names = pushes.map(({ reference }) => familiarReference(reference))
	const [name = ''] = names
	const title =
		pushes.length === 1 ? vscode.l10n.t('Pushing {0}', name) : vscode.l10n.t('Pushing {0} images', pushes.length)
	const results = await withProgress(title, async (signal, report) => {
		const follow = reportPushes(report, names)
		const waiting = [...pushes.entries()]
		const ended: PromiseSettledResult<Pushed>[] = []
		const work = async () => {
			for (let next = waiting.shift(); next; next = waiting.shift()) {
				const [index, push] = next
				const [result] = await Promise.allSettled([runOne(parts, push, signal, follow(index))])
				ended[index] = result
			}
		}
		await Promise.all(Array.from({ length: Math.min(atOnce, pushes.length) }, work))
		return ended
	})
	const pushed = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
	const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
	if (pushes.length === 1 && failures.length > 0) throw failures[0]
	for (const failure of failures) void showFailure(failure, parts.log)
	// Not awaited: the message may stay for long, and the command is done.
	if (pushes.length === 1) for (const each of pushed) void showPushed(each)
	else if (pushed.length > 0) void showSeveralPushed(pushed, pushes.length)
}

async function runOne(
	parts: Connected<ImageParts>,
	push: Push,
	signal: AbortSignal,
	follow: ReturnType<ReturnType<typeof reportPushes>>,
): Promise<Pushed> {
	const { reference, account, rename } = push
	const tracked = trackPush(parts, { reference, account, again: push.again })
	try {
		return { reference, account, ...(await tracked.run(signal, follow)) }
	} catch (thrown) {
		const failure = thrown instanceof PushError ? pushFailure(thrown.diagnosis, retried(tracked.id)) : thrown
		tracked.failed(failure)
		throw failure
	}

	function retried(id: string) {
		// Who leaves the dialog before the push ends it: nothing is pushed then.
		const after = (mend: () => Promise<Account | undefined>) => () =>
			mend()
				.then((who) => runPush(parts, { ...push, account: who, again: id }))
				.catch((error: unknown) => showFailure(error, parts.log))
		return {
			...{ reference, account, rename },
			again: after(async () => account),
			signIn: after(() => signIn(parts, reference.domain)),
			replaceSecret: after(() => replaceSecret(parts, account && { accountId: account.id })),
		}
	}
}

/**
 * `X-Registry-Auth` for an account.
 *
 * @throws {Failure} when its secret is gone from where it was kept.
 */
export async function authorizationOf(parts: ImageParts, account: Account | undefined): Promise<string | undefined> {
	const credential = await credentialOf(parts, account)
	return credential && registryAuthHeader(credential)
}
