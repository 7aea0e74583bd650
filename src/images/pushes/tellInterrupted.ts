import { setTimeout as delay } from 'node:timers/promises'
import * as vscode from 'vscode'
import { credentialOf } from '../../registries/commands/credentialOf.ts'
import type { ImageParts } from '../parts.ts'
import { arrivalOf, engineAtLast, settle, type Arrival } from './arrival.ts'
import type { PushRecord } from './push.ts'

/** Another window is looked for this often; ms. */
const often = 2_000

/**
 * Says what became of pushes that went on when their window was closed or loaded anew. What goes on in a window that is
 * there yet has that window's end to come.
 */
export async function tellInterrupted(parts: ImageParts): Promise<void> {
	const { pushes } = parts
	while (!pushes.disposed) {
		void tell(parts, pushes.interrupted())
		if (!pushes.all().some((push) => pushes.isElsewhere(push))) return
		await delay(often, undefined, { ref: false })
	}
}

/** Says it of all at once: each by itself, they would hide one another. */
async function tell(parts: ImageParts, pushes: readonly PushRecord[]): Promise<void> {
	const found = await Promise.all(
		pushes.map(async (push) => ({ push, arrival: await settle(parts, push, () => look(parts, push)) })),
	)
	const arrived = found.flatMap(({ push, arrival }) => (arrival?.kind === 'arrived' ? [{ push, arrival }] : []))
	const missing = found.flatMap(({ push, arrival }) =>
		arrival === undefined || arrival.kind === 'arrived' ? [] : [{ push, arrival }],
	)
	// Not awaited: the messages may stay for long.
	if (arrived.length > 0) void vscode.window.showInformationMessage(arrivedText(arrived))
	if (missing.length > 0) void offerAgain(parts, missing)
}

interface Told<A extends Arrival> {
	readonly push: PushRecord
	readonly arrival: A
}

type Arrived = Told<Extract<Arrival, { kind: 'arrived' }>>
type Missing = Told<Exclude<Arrival, { kind: 'arrived' }>>

function arrivedText(arrived: readonly Arrived[]): string {
	const [first, ...others] = arrived
	return first && others.length === 0
		? vscode.l10n.t(
				'The push of {0} was done although the window closed. Digest: {1}',
				first.push.reference,
				first.arrival.digest,
			)
		: vscode.l10n.t('{0} pushes were done although the window closed: {1}.', arrived.length, namesOf(arrived))
}

function missingText(missing: readonly Missing[]): string {
	const [first, ...others] = missing
	if (!first || others.length > 0) {
		return vscode.l10n.t(
			'{0} pushes were cut off when the window closed: {1}. The registry has not got them, or could not be asked.',
			missing.length,
			namesOf(missing),
		)
	}
	const { reference } = first.push
	return first.arrival.kind === 'absent'
		? vscode.l10n.t('The push of {0} was cut off when the window closed. The registry has not got it.', reference)
		: vscode.l10n.t(
				'The push of {0} was cut off when the window closed. Whether the registry has got it could not be found out. ({1})',
				reference,
				first.arrival.why,
			)
}

function namesOf(told: readonly Told<Arrival>[]): string {
	return told.map(({ push }) => push.reference).join(', ')
}

async function offerAgain({ pushes }: ImageParts, missing: readonly Missing[]): Promise<void> {
	const again = vscode.l10n.t('Push Again')
	if ((await vscode.window.showWarningMessage(missingText(missing), again)) !== again) return
	const nodes = missing
		.filter(({ push }) => pushes.byId(push.id)?.state === 'interrupted')
		.map(({ push: { id } }) => ({ kind: 'push', id: `push/${id}`, pushId: id }))
	if (nodes.length > 0) await vscode.commands.executeCommand('longshore.pushes.again', nodes[0], nodes)
}

async function look(parts: ImageParts, { reference, accountId }: PushRecord): Promise<Arrival> {
	const account = accountId === undefined ? undefined : parts.accounts.byId(accountId)
	const arrival = await arrivalOf(
		reference,
		() => engineAtLast(parts.connection),
		async () => {
			// Without it a registry may say of what it has that it hasn't.
			if (accountId !== undefined && !account) throw new Error(vscode.l10n.t('{0} is no longer signed in.', accountId))
			return credentialOf(parts, account)
		},
	)
	if (arrival.kind === 'unknown') parts.log.warn(`${reference}: ${arrival.why}`)
	return arrival
}
