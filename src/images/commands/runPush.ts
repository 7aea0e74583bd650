import * as vscode from 'vscode'
import { isHub, type Account } from '../../registries/account.ts'
import { registryAuthHeader } from '../../registries/authorization.ts'
import { repositoryUrl } from '../../registries/hub.ts'
import { Failure, showFailure } from '../../ui/failure.ts'
import { formatBytes, formatDuration } from '../../ui/format.ts'
import type { Connected } from '../../ui/parts.ts'
import { withProgress } from '../../ui/progress.ts'
import { pushImage } from '../operations.ts'
import type { ImageParts } from '../parts.ts'
import { familiarReference, hubDomain, namespaceOf, type Reference } from '../reference.ts'
import { pushFailure } from './pushFailure.ts'
import { reportTransfer } from './transferProgress.ts'

export interface Push {
	readonly reference: Reference
	/** Who pushes; undefined for nobody, as to a registry of one's own. */
	readonly account: Account | undefined
	/** Begins anew with another name, after a failure that wants it. */
	readonly rename: () => unknown
}

/** Pushes with progress, and says how it ended: the digest and what to do with it, or the cause and what mends it. */
export async function runPush(parts: Connected<ImageParts>, push: Push): Promise<void> {
	const { engine, log } = parts
	const { reference, account, rename } = push
	const name = familiarReference(reference)
	const authorization = await authorizationOf(parts, account)
	const started = performance.now()
	let bytes = 0
	let digest: string
	try {
		log.info(`Pushing ${name}`)
		digest = await withProgress(vscode.l10n.t('Pushing {0}', name), (signal, report) => {
			const follow = reportTransfer(report, log)
			return pushImage(engine, reference, {
				authorization,
				signal,
				report: (progress, layer) => {
					bytes = progress.current
					follow(progress, layer)
				},
			})
		})
	} catch (error) {
		const again = () => runPush(parts, push).catch((failure: unknown) => showFailure(failure, log))
		throw await pushFailure(error, { parts, reference, account, again, rename })
	}
	log.info(`Pushed ${name}@${digest}`)
	// Not awaited: the message may stay for long, and the command is done.
	void showResult({ reference, account, digest, bytes, seconds: (performance.now() - started) / 1000 })
}

/**
 * `X-Registry-Auth` for an account.
 *
 * @throws {Failure} when its secret is gone from the editor's storage.
 */
export async function authorizationOf(parts: ImageParts, account: Account | undefined): Promise<string | undefined> {
	if (!account) return undefined
	const secret = await parts.accounts.secretOf(account)
	if (secret !== undefined)
		return registryAuthHeader({ registry: account.registry, userName: account.userName, secret })
	throw new Failure(
		vscode.l10n.t(
			'The access token of {0} at {1} is no longer in the secret storage.',
			account.userName,
			account.registry,
		),
		[
			{
				title: vscode.l10n.t('Replace Access Token…'),
				run: () => vscode.commands.executeCommand('longshore.registries.replaceSecret', { accountId: account.id }),
			},
		],
	)
}

interface Result {
	readonly reference: Reference
	readonly account: Account | undefined
	readonly digest: string
	readonly bytes: number
	readonly seconds: number
}

async function showResult({ reference, account, digest, bytes, seconds }: Result): Promise<void> {
	const name = familiarReference(reference)
	const open = vscode.l10n.t('Open on Docker Hub')
	const copy = vscode.l10n.t('Copy Pull Command')
	const onHub = account ? isHub(account) : reference.domain === hubDomain
	const amount =
		bytes > 0
			? vscode.l10n.t('{0} in {1}', formatBytes(bytes), formatDuration(seconds))
			: vscode.l10n.t('all layers were there')
	const chosen = await vscode.window.showInformationMessage(
		vscode.l10n.t('Pushed {0} ({1}). Digest: {2}', name, amount, digest),
		...(onHub ? [open] : []),
		copy,
	)
	if (chosen === open) {
		const repository = reference.path.slice(namespaceOf(reference).length + 1)
		const url = repositoryUrl(namespaceOf(reference), repository, reference.tag)
		await vscode.env.openExternal(vscode.Uri.parse(url))
	} else if (chosen === copy) {
		await vscode.env.clipboard.writeText(`docker pull ${name}`)
	}
}
