import { setTimeout as delay } from 'node:timers/promises'
import * as vscode from 'vscode'
import { credentialOf } from '../../registries/commands/credentialOf.ts'
import type { ImageParts } from '../parts.ts'
import { arrivalOf, type Arrival } from './arrival.ts'
import type { PushRecord } from './push.ts'

/** What was cut off may come to its end for this long; ms. */
const settling = 3_000

/** Another window is looked for this often; ms. */
const often = 2_000

/**
 * Says what became of pushes that went on when their window was closed or loaded anew. What goes on in a window that is
 * there yet has that window's end to come.
 */
export async function tellInterrupted(parts: ImageParts): Promise<void> {
	const { pushes } = parts
	while (!pushes.disposed) {
		for (const push of pushes.interrupted()) void tell(parts, push)
		if (!pushes.all().some((push) => pushes.isElsewhere(push))) return
		await delay(often, undefined, { ref: false })
	}
}

async function tell(parts: ImageParts, push: PushRecord): Promise<void> {
	let arrival = await look(parts, push)
	if (arrival.kind !== 'arrived') {
		// The engine may have been about to end it.
		await delay(settling)
		arrival = await look(parts, push)
	}
	if (arrival.kind !== 'arrived') {
		// Not awaited: the message may stay for long.
		void offerAgain(push, arrival)
		return
	}
	const { digest, imageId } = arrival
	const change = { state: 'done', digest, verified: 'same', message: undefined } as const
	parts.pushes.change(push.id, change, `The registry has ${digest}.`)
	await parts.pushedTags.remember(push.reference, imageId)
	void vscode.window.showInformationMessage(
		vscode.l10n.t('The push of {0} was done although the window closed. Digest: {1}', push.reference, digest),
	)
}

async function offerAgain(push: PushRecord, arrival: Exclude<Arrival, { kind: 'arrived' }>): Promise<void> {
	const again = vscode.l10n.t('Push Again')
	const message =
		arrival.kind === 'absent'
			? vscode.l10n.t(
					'The push of {0} was cut off when the window closed. The registry has not got it.',
					push.reference,
				)
			: vscode.l10n.t(
					'The push of {0} was cut off when the window closed. Whether the registry has got it could not be found out. ({1})',
					push.reference,
					arrival.why,
				)
	if ((await vscode.window.showWarningMessage(message, again)) === again) {
		await vscode.commands.executeCommand('longshore.pushes.again', { kind: 'push', pushId: push.id })
	}
}

async function look(parts: ImageParts, { reference, accountId }: PushRecord): Promise<Arrival> {
	const account = accountId === undefined ? undefined : parts.accounts.byId(accountId)
	const arrival = await arrivalOf(
		reference,
		() => parts.connection.connected(),
		async () => {
			// Without it a registry may say of what it has that it hasn't.
			if (accountId !== undefined && !account) throw new Error(vscode.l10n.t('{0} is no longer signed in.', accountId))
			return credentialOf(parts, account)
		},
	)
	if (arrival.kind === 'unknown') parts.log.warn(`${reference}: ${arrival.why}`)
	return arrival
}
