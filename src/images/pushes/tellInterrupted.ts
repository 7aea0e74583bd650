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

/** Says what became of pushes that went on when the window was closed or loaded anew. */
export async function tellInterrupted(parts: ImageParts): Promise<void> {
	for (const push of parts.pushes.interrupted) await tell(parts, push)
}

async function tell(parts: ImageParts, push: PushRecord): Promise<void> {
	const arrived = await arrivedAs(parts, push).catch((error: unknown) => {
		parts.log.warn(`${push.reference}: ${toEngineError(error).message}`)
		return undefined
	})
	if (arrived !== undefined) {
		parts.pushes.change(push.id, { state: 'done', digest: arrived, verified: 'same' }, `The registry has ${arrived}.`)
		await parts.pushedTags.remember(push.reference, arrived)
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
