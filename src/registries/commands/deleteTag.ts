import * as vscode from 'vscode'
import { toEngineError } from '../../engine/errors.ts'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { Cancelled, Failure } from '../../ui/failure.ts'
import { isHub, registryName } from '../account.ts'
import type { RegistryNode } from '../node.ts'
import type { RegistryParts } from '../parts.ts'
import { registryFailure } from '../registryFailure.ts'
import { chooseTag } from './chooseRemote.ts'

/** Deletes a tag on Docker Hub, after saying what is lost. */
export async function deleteTag(parts: RegistryParts, node?: RegistryNode): Promise<void> {
	const { account, path, tag } = await chooseTag(parts, node, vscode.l10n.t('Delete Tag'))
	if (!isHub(account)) {
		throw new Failure(vscode.l10n.t('Tags are deleted on Docker Hub only; at {0}, use its web site.', account.registry))
	}
	const digest = parts.remote.tag(account, path, tag)?.digest
	const confirmed = await confirmDestruction({
		message: vscode.l10n.t('Delete {0}:{1} from {2}?', path, tag, registryName(account)),
		detail: vscode.l10n.t(
			'Nobody can pull this tag any more. It cannot be brought back other than by pushing the image again.\n\n{0}',
			digest ?? '',
		),
		action: vscode.l10n.t('Delete Tag'),
	})
	if (!confirmed) throw new Cancelled()
	try {
		await parts.remote.deleteTag(account, path, tag)
	} catch (thrown) {
		const error = toEngineError(thrown)
		if (error.reason !== 'denied') throw registryFailure(thrown, account)
		throw new Failure(
			vscode.l10n.t('{0}:{1} was not deleted: the access token of {2} may not delete.', path, tag, account.userName),
			[
				{
					title: vscode.l10n.t('Replace Access Token…'),
					run: () => vscode.commands.executeCommand('longshore.registries.replaceSecret', { accountId: account.id }),
				},
			],
			error,
		)
	}
}
