import * as vscode from 'vscode'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import { isHub, registryName, type Account } from '../../registries/account.ts'
import { credentialOf } from '../../registries/commands/credentialOf.ts'
import { HubApi } from '../../registries/hubApi.ts'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import type { ImageParts } from '../parts.ts'
import { askPreflight } from '../preflight/askPreflight.ts'
import type { Decided } from '../preflight/finding.ts'
import { preflight } from '../preflight/preflight.ts'
import { familiarReference, type Reference } from '../reference.ts'

/** How much is looked at before a push. */
export type PreflightDepth = 'full' | 'quick' | 'off'

function preflightSetting(): PreflightDepth {
	const setting = vscode.workspace.getConfiguration('longshore.push').get<string>('preflight')
	return setting === 'quick' || setting === 'off' ? setting : 'full'
}

/**
 * The preflight of a push, as much of it as the setting wants. Makes the repository where a person chose how.
 *
 * @param given The image where it hasn't got the name yet, and what a task says, in place of setting and person.
 * @throws {Cancelled} when the person leaves; {Failure} what stands in the way.
 */
export async function checkPush(
	parts: Connected<ImageParts>,
	reference: Reference,
	account: Account | undefined,
	given: { readonly image?: string; readonly depth?: PreflightDepth; readonly decided?: Decided } = {},
): Promise<void> {
	const depth = given.depth ?? preflightSetting()
	if (depth === 'off') return
	const { engine, log } = parts
	const credential = await credentialOf(parts, account)
	const name = familiarReference(reference)
	const image = given.image ?? name
	const { create } = await askPreflight(
		name,
		(signal, report) =>
			preflight(engine, { image, reference, credential, readLayers: depth === 'full', signal, report }),
		log,
		given.decided,
	)
	if (create === undefined || !account) return
	await createRepository(parts, reference, account, create === 'private')
}

/**
 * Makes a repository on Docker Hub, as a person or a task chose.
 *
 * @throws {Failure} why there is none now.
 */
async function createRepository(
	parts: ImageParts,
	reference: Reference,
	account: Account,
	isPrivate: boolean,
): Promise<void> {
	const credential = await credentialOf(parts, account)
	if (!isHub(account) || !credential) return
	try {
		await new HubApi(credential).createRepository(reference.path, isPrivate, AbortSignal.timeout(15_000))
		parts.log.info(`Created the repository ${reference.path}, ${isPrivate ? 'private' : 'public'}.`)
	} catch (thrown) {
		const error = toEngineError(thrown)
		throw new Failure(
			vscode.l10n.t(
				'Nothing was pushed: {0} did not create {1}. ({2})',
				registryName(account),
				reference.path,
				error.message,
			),
			[],
			error instanceof EngineError ? error : thrown,
		)
	}
}
