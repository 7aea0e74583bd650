import { setTimeout as delay } from 'node:timers/promises'
import * as vscode from 'vscode'
import { toEngineError } from '../../engine/errors.ts'
import { RegistryApi } from '../../registries/registryApi.ts'
import { localImage } from '../preflight/configuration.ts'
import { isSameImage } from '../preflight/registryChecks.ts'
import type { ImageParts } from '../parts.ts'
import { familiarName, isReferenceError, parseReference } from '../reference.ts'
import type { PushRecord } from './push.ts'

/** The registry is asked for this long at most; ms. */
const patience = 15_000
/** What was cut off may come to its end for this long; ms. */
const settling = 3_000

/** Says what became of pushes that went on when the window was closed or loaded anew. */
export async function tellInterrupted(parts: ImageParts): Promise<void> {
	for (const push of parts.pushes.interrupted) await tell(parts, push)
}

async function tell(parts: ImageParts, push: PushRecord): Promise<void> {
	let arrived = await look(parts, push)
	if (arrived === undefined) {
		// The engine may have been about to end it.
		await delay(settling)
		arrived = await look(parts, push)
	}
	if (arrived !== undefined) {
		parts.pushes.change(push.id, { state: 'done', digest: arrived, verified: 'same' }, `The registry has ${arrived}.`)
		await parts.pushedTags.remember(push.reference, arrived)
		void vscode.window.showInformationMessage(
			vscode.l10n.t('The push of {0} was done although the window closed. Digest: {1}', push.reference, arrived),
		)
		return
	}
	const again = vscode.l10n.t('Push Again')
	const chosen = await vscode.window.showWarningMessage(
		vscode.l10n.t('The push of {0} was cut off when the window closed. The registry has not got it.', push.reference),
		again,
	)
	if (chosen === again) {
		await vscode.commands.executeCommand('longshore.pushes.again', { kind: 'push', pushId: push.id })
	}
}

async function look(parts: ImageParts, push: PushRecord): Promise<string | undefined> {
	try {
		return await arrivedAs(parts, push)
	} catch (error) {
		parts.log.warn(`${push.reference}: ${toEngineError(error).message}`)
		return undefined
	}
}

/** The digest under which the registry has the image all the same. */
async function arrivedAs(parts: ImageParts, { reference, accountId }: PushRecord): Promise<string | undefined> {
	const parsed = parseReference(reference)
	if (isReferenceError(parsed)) return undefined
	const account = accountId === undefined ? undefined : parts.accounts.byId(accountId)
	const credential = account && (await parts.accounts.credentialOf(account))
	const { docker } = await parts.connection.connected()
	const [inspected, manifest] = await Promise.all([
		docker.getImage(reference).inspect(),
		new RegistryApi(parsed.domain, credential).manifest(
			parsed.path,
			parsed.tag ?? 'latest',
			AbortSignal.timeout(patience),
		),
	])
	return manifest && isSameImage(localImage(inspected, []), manifest, familiarName(parsed))
		? manifest.digest
		: undefined
}
