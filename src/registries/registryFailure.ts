import * as vscode from 'vscode'
import { toEngineError } from '../engine/errors.ts'
import { Cancelled, Failure } from '../ui/failure.ts'
import { formatDuration } from '../ui/format.ts'
import { registryName, type Account } from './account.ts'
import { refusalOf } from './authorization.ts'
import { certificateMeaning } from './certificateMeaning.ts'

/** Why a registry could not be asked, and what mends it; in the person's language. What is made for a person stays. */
export function registryFailure(thrown: unknown, account: Account): unknown {
	if (thrown instanceof Failure || thrown instanceof Cancelled) return thrown
	const error = toEngineError(thrown)
	const registry = registryName(account)
	const execute = (command: string) => () => vscode.commands.executeCommand(command, { accountId: account.id })
	const replace = { title: vscode.l10n.t('Replace Access Token…'), run: execute('longshore.registries.replaceSecret') }
	const again = { title: vscode.l10n.t('Try Again'), run: execute('longshore.registries.refresh') }
	const expired =
		refusalOf(error) === 'expired'
			? vscode.l10n.t('The access token of {0} at {1} has expired.', account.userName, registry)
			: undefined
	switch (error.reason) {
		case 'cancelled':
			return thrown
		case 'unauthorized':
			return new Failure(
				expired ??
					vscode.l10n.t(
						'{0} refused the access token of {1}. It has expired, was revoked or is wrong.',
						registry,
						account.userName,
					),
				[replace],
				error,
			)
		case 'denied':
			return new Failure(
				expired ??
					vscode.l10n.t(
						'{0} does not allow this to {1}, or the access token was revoked. ({2})',
						registry,
						account.userName,
						error.message,
					),
				[replace],
				error,
			)
		case 'notFound':
			return new Failure(
				vscode.l10n.t('{0} has no such thing any more. ({1})', registry, error.message),
				[again],
				error,
			)
		case 'rateLimited':
			return new Failure(
				error.retryAfter === undefined
					? vscode.l10n.t('{0} was asked too often. Try again in a while.', registry)
					: vscode.l10n.t('{0} was asked too often. Try again in {1}.', registry, formatDuration(error.retryAfter)),
				[again],
				error,
			)
		case 'certificate':
			return new Failure(certificateMeaning(registry, error.message), [again], error)
		default:
			return new Failure(vscode.l10n.t('{0} could not be asked: {1}', registry, error.message), [again], error)
	}
}
