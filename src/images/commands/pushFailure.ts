import * as vscode from 'vscode'
import { registryName, isHub, type Account } from '../../registries/account.ts'
import { chooseEngine, Failure, type Remedy } from '../../ui/failure.ts'
import { formatDuration } from '../../ui/format.ts'
import type { Diagnosis } from '../pushes/diagnose.ts'
import { familiarReference, namespaceOf, type Reference } from '../reference.ts'
import { certificateRemedies, certificateText } from './certificateHelp.ts'

interface Attempt {
	readonly reference: Reference
	readonly account: Account | undefined
	/** Tries the same push again. */
	readonly again: () => unknown
	/** Signs in to the registry, and tries again as whoever that is. */
	readonly signIn: () => unknown
	/** Replaces the account's secret, and tries again with the new one. */
	readonly replaceSecret: () => unknown
	/** Begins anew, with another name. */
	readonly rename: () => unknown
}

/** Why a push failed, and what mends it; in the person's language. */
export function pushFailure(diagnosis: Diagnosis, attempt: Attempt): Failure {
	const { message, remedies } = say(diagnosis, attempt)
	return new Failure(message, remedies, diagnosis.error)
}

function say({ cause, error }: Diagnosis, attempt: Attempt): { message: string; remedies: readonly Remedy[] } {
	const { reference, account } = attempt
	const name = familiarReference(reference)
	const signIn = { title: vscode.l10n.t('Sign In…'), run: attempt.signIn }
	const replace = { title: vscode.l10n.t('Replace Access Token…'), run: attempt.replaceSecret }
	const retry = { title: vscode.l10n.t('Try Again'), run: attempt.again }
	const another = { title: vscode.l10n.t('Choose Another Name…'), run: attempt.rename }
	const userName = account?.userName ?? ''
	switch (cause) {
		case 'tokenExpired':
			return {
				message: vscode.l10n.t('{0} was not pushed: the access token of {1} has expired.', name, userName),
				remedies: [replace],
			}
		case 'notSignedIn':
		case 'tokenRefused':
			return account
				? {
						message: vscode.l10n.t(
							'{0} was not pushed: {1} refused the access token of {2}. It was revoked or is wrong.',
							name,
							registryName(account),
							userName,
						),
						remedies: [replace],
					}
				: {
						message: vscode.l10n.t('{0} was not pushed: {1} wants to know who you are.', name, reference.domain),
						remedies: [signIn],
					}
		case 'readOnlyToken':
			return {
				message: vscode.l10n.t(
					'{0} was not pushed: the access token of {1} may only read. Make one with the right to write.',
					name,
					userName,
				),
				remedies: [replace],
			}
		case 'noRight':
			return account
				? {
						message: vscode.l10n.t(
							'{0} was not pushed: {1} has no right to push to “{2}”, or the repository does not exist there.',
							name,
							userName,
							namespaceOf(reference) || reference.path,
						),
						remedies: isHub(account) ? [another, signIn] : [another, replace],
					}
				: {
						message: vscode.l10n.t(
							'{0} was not pushed: {1} does not let everyone push. Sign in first.',
							name,
							reference.domain,
						),
						remedies: [signIn],
					}
		case 'noRepository':
			return {
				message: vscode.l10n.t(
					'{0} was not pushed: {1} has no repository “{2}”, and makes none by a push. Make it there first.',
					...[name, reference.domain, reference.path],
				),
				remedies: [retry, another],
			}
		case 'rateLimited':
			return {
				message:
					error.retryAfter === undefined
						? vscode.l10n.t(
								'{0} was not pushed: too many requests to {1}. Try again in a while.',
								name,
								reference.domain,
							)
						: vscode.l10n.t(
								'{0} was not pushed: too many requests to {1}. Try again in {2}.',
								name,
								reference.domain,
								formatDuration(error.retryAfter),
							),
				remedies: [retry],
			}
		case 'certificate':
			return {
				message: vscode.l10n.t('{0} was not pushed: {1}', name, certificateText(reference.domain, error.message)),
				remedies: certificateRemedies(reference.domain, error.message, retry),
			}
		case 'otherEngine':
			return {
				message: vscode.l10n.t(
					'{0} was not pushed: another engine was chosen before it could go. Choose the first one again and try again, or push the image that the present one has under this name.',
					name,
				),
				remedies: [chooseEngine(), retry],
			}
		case 'unreachable':
		case 'other':
			return {
				message:
					error.retryAfter === undefined
						? vscode.l10n.t('{0} was not pushed: {1}', name, error.message)
						: vscode.l10n.t(
								'{0} was not pushed: {1} (the registry asks to wait {2})',
								name,
								error.message,
								formatDuration(error.retryAfter),
							),
				remedies: [retry],
			}
	}
}
