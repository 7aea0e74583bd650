import * as vscode from 'vscode'
import type { Connection } from '../../engine/connection.ts'
import { toEngineError, type EngineError } from '../../engine/errors.ts'
import { formatDuration } from '../../ui/format.ts'
import { withProgress } from '../../ui/progress.ts'
import { isHub, registryName, type Credential } from '../account.ts'
import { addressedAuthConfiguration, refusalOf, verifyCredential } from '../authorization.ts'
import { certificateMeaning } from '../certificateMeaning.ts'
import { askedByEngine } from '../complaint.ts'

/**
 * Verifies a credential at once, against the registry itself. Where that is out of reach from here, the engine is asked
 * to do it (`POST /auth`): it is the engine that will push.
 *
 * @returns What is wrong with it, in the person's language; nothing if it is fine.
 * @throws {EngineError} `cancelled`.
 */
export async function verify(credential: Credential, connection: Connection): Promise<string | undefined> {
	const title = vscode.l10n.t('Signing in to {0}', registryName(credential))
	try {
		await withProgress(title, async (signal) => {
			try {
				await verifyCredential(credential, signal)
			} catch (error) {
				if (!outOfReach(error) || signal.aborted) throw error
				await verifyByEngine(credential, connection, error)
			}
		})
		return undefined
	} catch (thrown) {
		return meaningOf(toEngineError(thrown), credential)
	}
}

function outOfReach(error: unknown): boolean {
	const { reason } = toEngineError(error)
	return reason === 'unreachable' || reason === 'certificate' || reason === 'timeout'
}

async function verifyByEngine(credential: Credential, connection: Connection, before: unknown): Promise<void> {
	const engine = await connection.connected().catch(() => {
		throw before
	})
	try {
		await engine.docker.checkAuth(addressedAuthConfiguration(credential))
	} catch (error) {
		const asked = askedByEngine(error)
		throw asked.reason === 'unexpected' ? before : asked
	}
}

function meaningOf(error: EngineError, credential: Credential): string {
	const registry = registryName(credential)
	switch (error.reason) {
		case 'cancelled':
			throw error
		case 'unauthorized':
		case 'denied':
			if (refusalOf(error) === 'expired') return vscode.l10n.t('This access token has expired. Make a new one.')
			return isHub(credential)
				? vscode.l10n.t('Docker Hub refused it: the user name or the access token is wrong, expired or revoked.')
				: vscode.l10n.t('{0} refused it: the user name or the password is wrong.', registry)
		case 'rateLimited':
			return error.retryAfter === undefined
				? vscode.l10n.t('Too many attempts at {0}. Try again in a while.', registry)
				: vscode.l10n.t('Too many attempts at {0}. Try again in {1}.', registry, formatDuration(error.retryAfter))
		case 'certificate':
			return certificateMeaning(registry, error.message)
		case 'unreachable':
		case 'timeout':
			return vscode.l10n.t('{0} does not answer. ({1})', registry, error.message)
		default:
			return vscode.l10n.t('{0} could not be asked. ({1})', registry, error.message)
	}
}
