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
import { preflight, type PreflightProgress } from '../preflight/preflight.ts'
import { hubRepositoryFindings } from '../preflight/registryChecks.ts'
import { familiarReference, type Reference } from '../reference.ts'

/** How much is looked at before a push. */
export type PreflightDepth = 'full' | 'quick' | 'off'

function preflightSetting(): PreflightDepth {
	const setting = vscode.workspace.getConfiguration('longshore.push').get<string>('preflight')
	return setting === 'quick' || setting === 'off' ? setting : 'full'
}

interface Given {
	/** Id or name of an image that hasn't got the name of the push yet. */
	readonly image?: string
	/** In place of the setting, as a task says. */
	readonly depth?: PreflightDepth
	/** In place of the person, as a task says. */
	readonly decided?: Decided
	/** Ends it from outside. */
	readonly signal?: AbortSignal
}

/**
 * The preflight of a push, as much of it as the setting wants. Makes the repository where a person chose how.
 *
 * @returns Whether it goes on under this name; else the person wants another one.
 * @throws {Cancelled} when the person leaves; {Failure} what stands in the way.
 */
export async function checkPush(
	parts: Connected<ImageParts>,
	reference: Reference,
	account: Account | undefined,
	given: Given = {},
): Promise<boolean> {
	const depth = given.depth ?? preflightSetting()
	const isVisibilityGiven = account !== undefined && isHub(account) && given.decided?.visibility !== undefined
	if (depth === 'off' && !isVisibilityGiven) return true
	const { engine, log } = parts
	const ended = given.signal ?? new AbortController().signal
	const credential = await credentialOf(parts, account)
	const name = familiarReference(reference)
	const image = given.image ?? name
	const look = async (signal: AbortSignal, report: (progress: PreflightProgress) => void) => {
		if (depth !== 'off') {
			return preflight(engine, { image, reference, credential, readLayers: depth === 'full', signal, report })
		}
		const found = credential ? await hubRepositoryFindings(reference, credential, signal) : []
		report({ found, bytes: 0, isRegistryAsked: true })
	}
	const action = await askPreflight(name, look, log, ended, given.decided)
	switch (action) {
		case 'push':
			return true
		case 'rename':
			return false
		case 'createPrivate':
		case 'createPublic':
			if (account) await createRepository(parts, reference, account, action === 'createPrivate', ended)
			return true
		case 'replaceSecret':
			await vscode.commands.executeCommand('longshore.registries.replaceSecret', account && { accountId: account.id })
			return checkPush(parts, reference, account, given)
	}
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
	ended: AbortSignal,
): Promise<void> {
	const credential = await credentialOf(parts, account)
	if (!isHub(account) || !credential) return
	try {
		const signal = AbortSignal.any([ended, AbortSignal.timeout(15_000)])
		await new HubApi(credential).createRepository(reference.path, isPrivate, signal)
		parts.log.info(`Created the repository ${reference.path}, ${isPrivate ? 'private' : 'public'}.`)
	} catch (thrown) {
		const error = toEngineError(thrown)
		if (error.reason === 'cancelled') throw error
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
