import * as vscode from 'vscode'
import { EngineError, toEngineError, type Reason } from '../../engine/errors.ts'
import { isHub, registryName, type Account, type Credential } from '../../registries/account.ts'
import { rights, verifyCredential } from '../../registries/authorization.ts'
import { Failure, type Remedy } from '../../ui/failure.ts'
import { formatDuration } from '../../ui/format.ts'
import type { ImageParts } from '../parts.ts'
import { familiarReference, namespaceOf, type Reference } from '../reference.ts'

interface Attempt {
	readonly parts: ImageParts
	readonly reference: Reference
	readonly account: Account | undefined
	/** Tries the same push again. */
	readonly again: () => unknown
	/** Begins anew, with another name. */
	readonly rename: () => unknown
}

/**
 * Finds out why a push failed, and what mends it. The engine passes on little more than “denied”: the registry is asked
 * whether the credential holds, and for what.
 */
export async function pushFailure(thrown: unknown, attempt: Attempt): Promise<Failure> {
	const error = toEngineError(thrown)
	if (error.reason === 'cancelled') throw error
	const found = worthAsking.has(error.reason) ? await ask(attempt) : undefined
	const { message, remedies } = say(found ?? { cause: causeOf(error), error }, attempt)
	return new Failure(message, remedies, thrown)
}

type Cause =
	| 'notSignedIn'
	| 'tokenRefused'
	| 'readOnlyToken'
	| 'noRight'
	| 'rateLimited'
	| 'certificate'
	| 'unreachable'
	| 'other'

interface Finding {
	readonly cause: Cause
	readonly error: EngineError
}

const worthAsking: ReadonlySet<Reason> = new Set<Reason>([
	'denied',
	'unauthorized',
	'unexpected',
	'notFound',
	'rateLimited',
])

/** The registry is asked for this long at most; ms. */
const patience = 10_000

async function ask({ parts, reference, account }: Attempt): Promise<Finding | undefined> {
	if (!account) return undefined
	const secret = await parts.accounts.secretOf(account)
	if (secret === undefined) return undefined
	const credential = { registry: account.registry, userName: account.userName, secret }
	const signal = AbortSignal.timeout(patience)
	try {
		await verifyCredential(credential, signal)
	} catch (thrown) {
		const error = toEngineError(thrown)
		if (error.reason === 'unauthorized') return { cause: 'tokenRefused', error }
		// Out of reach from here, the registry may well be in reach of the engine: its own words stand.
		return error.reason === 'rateLimited' ? { cause: 'rateLimited', error } : undefined
	}
	return askRights(credential, reference, signal)
}

async function askRights(
	credential: Credential,
	reference: Reference,
	signal: AbortSignal,
): Promise<Finding | undefined> {
	try {
		const granted = await rights(credential, reference.path, signal)
		if (granted === undefined || granted.has('push')) return undefined
		const isOwn = namespaceOf(reference) === credential.userName
		return { cause: isOwn ? 'readOnlyToken' : 'noRight', error: new EngineError('denied', 'push') }
	} catch (thrown) {
		const error = toEngineError(thrown)
		// Docker Hub doesn't grant less than was asked for: it refuses a token that is good, but not for this.
		return error.reason === 'unauthorized' ? { cause: 'readOnlyToken', error } : undefined
	}
}

function causeOf({ reason }: EngineError): Cause {
	switch (reason) {
		case 'unauthorized':
			return 'notSignedIn'
		case 'denied':
			return 'noRight'
		case 'rateLimited':
			return 'rateLimited'
		case 'certificate':
			return 'certificate'
		case 'unreachable':
		case 'timeout':
			return 'unreachable'
		default:
			return 'other'
	}
}

function say({ cause, error }: Finding, attempt: Attempt): { message: string; remedies: readonly Remedy[] } {
	const { reference, account, again, rename } = attempt
	const name = familiarReference(reference)
	const execute = (command: string, ...rest: unknown[]) => vscode.commands.executeCommand(command, ...rest)
	const signIn = {
		title: vscode.l10n.t('Sign In…'),
		run: async () => (await execute('longshore.registries.signIn'), again()),
	}
	const replace = {
		title: vscode.l10n.t('Replace Access Token…'),
		run: async () => {
			await execute('longshore.registries.replaceSecret', account && { accountId: account.id })
			await again()
		},
	}
	const retry = { title: vscode.l10n.t('Try Again'), run: again }
	const another = { title: vscode.l10n.t('Choose Another Name…'), run: rename }
	switch (cause) {
		case 'notSignedIn':
		case 'tokenRefused':
			return account
				? {
						message: vscode.l10n.t(
							'{0} was not pushed: {1} refused the access token of {2}. It has expired, was revoked or is wrong.',
							name,
							registryName(account),
							account.userName,
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
					account?.userName ?? '',
				),
				remedies: [replace],
			}
		case 'noRight':
			return account
				? {
						message: vscode.l10n.t(
							'{0} was not pushed: {1} has no right to push to “{2}”, or the repository does not exist there.',
							name,
							account.userName,
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
				message: vscode.l10n.t(
					'{0} was not pushed: the engine does not trust the certificate of {1}. ({2})',
					name,
					reference.domain,
					error.message,
				),
				remedies: [
					{
						title: vscode.l10n.t('How the Engine Trusts a Certificate'),
						run: () =>
							vscode.env.openExternal(vscode.Uri.parse('https://docs.docker.com/engine/security/certificates/')),
					},
				],
			}
		case 'unreachable':
		case 'other':
			return {
				message: vscode.l10n.t('{0} was not pushed: {1}', name, error.message),
				remedies: [retry],
			}
	}
}
