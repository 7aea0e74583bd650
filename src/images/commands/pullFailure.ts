import * as vscode from 'vscode'
import { toEngineError } from '../../engine/errors.ts'
import { registryName, type Account } from '../../registries/account.ts'
import { Failure } from '../../ui/failure.ts'
import { familiarReference, type Reference } from '../reference.ts'
import { certificateRemedies, certificateText } from './certificateHelp.ts'

interface Attempt {
	readonly reference: Reference
	readonly account: Account | undefined
	/** Tries the same pull again. */
	readonly again: () => unknown
	/** Replaces the account's secret, and tries again with the new one. */
	readonly replaceSecret: () => unknown
	/** Signs in to the registry, and tries again as whoever that is. */
	readonly signIn: () => unknown
	/** Tries again as nobody. */
	readonly asNobody: () => unknown
}

/** Why a pull failed, and what mends it; in the person's language. What the engine itself refuses stays as it is. */
export function pullFailure(thrown: unknown, attempt: Attempt): unknown {
	const error = toEngineError(thrown)
	const { reference, account } = attempt
	const name = familiarReference(reference)
	const retry = { title: vscode.l10n.t('Try Again'), run: attempt.again }
	switch (error.reason) {
		case 'certificate':
			return new Failure(
				vscode.l10n.t('{0} was not pulled: {1}', name, certificateText(reference.domain, error.message)),
				certificateRemedies(reference.domain, error.message, retry),
				error,
			)
		case 'unauthorized':
		case 'denied':
			return account
				? new Failure(
						vscode.l10n.t(
							'{0} was not pulled: {1} has no such repository, or does not show it to {2}. The access token may have expired. ({3})',
							...[name, registryName(account), account.userName, error.message],
						),
						[
							{ title: vscode.l10n.t('Replace Access Token…'), run: attempt.replaceSecret },
							{ title: vscode.l10n.t('Pull without an Account'), run: attempt.asNobody },
						],
						error,
					)
				: new Failure(
						vscode.l10n.t(
							'{0} was not pulled: {1} has no such repository, or shows it only to whom it knows. ({2})',
							...[name, reference.domain, error.message],
						),
						[{ title: vscode.l10n.t('Sign In…'), run: attempt.signIn }],
						error,
					)
		case 'notFound':
			return new Failure(
				vscode.l10n.t(
					'{0} was not pulled: {1} has no image of this name. ({2})',
					name,
					reference.domain,
					error.message,
				),
				[],
				error,
			)
		case 'rateLimited':
		case 'unreachable':
		case 'timeout':
		case 'unexpected':
			return new Failure(vscode.l10n.t('{0} was not pulled: {1}', name, error.message), [retry], error)
		default:
			return thrown
	}
}
