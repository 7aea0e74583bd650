import * as vscode from 'vscode'
import type { Account } from '../../registries/account.ts'
import { registryAuthHeader } from '../../registries/authorization.ts'
import { credentialOf } from '../../registries/commands/credentialOf.ts'
import { replaceSecret } from '../../registries/commands/replaceSecret.ts'
import { signIn } from '../../registries/commands/signIn.ts'
import type { RegistryParts } from '../../registries/parts.ts'
import { showFailure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { withProgress } from '../../ui/progress.ts'
import { pullImage } from '../operations.ts'
import { familiarReference, type Reference } from '../reference.ts'
import { pullFailure } from './pullFailure.ts'
import { reportTransfer } from './transferProgress.ts'

/**
 * Pulls with progress, and says that it is there.
 *
 * @throws {Failure} why it isn't, with what mends that.
 */
export async function runPull(
	parts: Connected<RegistryParts>,
	reference: Reference,
	account: Account | undefined,
): Promise<void> {
	const { engine, log } = parts
	const name = familiarReference(reference)
	const credential = await credentialOf(parts, account)
	const authorization = credential && registryAuthHeader(credential)
	const after = (mend: () => Promise<Account | undefined>) => () =>
		mend()
			.then((who) => runPull(parts, reference, who))
			.catch((error: unknown) => showFailure(error, log))
	try {
		await withProgress(vscode.l10n.t('Pulling {0}', name), (signal, report) =>
			pullImage(engine, reference, { authorization, signal, report: reportTransfer(report, log) }),
		)
	} catch (thrown) {
		throw pullFailure(thrown, {
			...{ reference, account },
			again: after(async () => account),
			replaceSecret: after(() => replaceSecret(parts, account && { accountId: account.id })),
			signIn: after(() => signIn(parts, reference.domain)),
			asNobody: after(async () => undefined),
		})
	}
	void vscode.window.showInformationMessage(vscode.l10n.t('Pulled {0}.', name))
}
