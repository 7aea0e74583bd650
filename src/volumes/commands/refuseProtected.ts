import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import { protection } from '../data/protection.ts'
import { volumeNode } from '../node.ts'

/**
 * Refuses to lose what the setting `longshore.volumes.readOnly` wants left as it is.
 *
 * @throws {Failure}
 */
export function refuseProtected(volumes: readonly { readonly name: string }[]): void {
	const isProtected = protection()
	const names = volumes.map(({ name }) => name).filter(isProtected)
	if (names.length === 0) return
	throw new Failure(
		vscode.l10n.t(
			'The setting “longshore.volumes.readOnly” makes this read-only: {0}. Nothing was changed. Allow editing, then try again.',
			names.join(', '),
		),
		[
			{
				title: vscode.l10n.t('Allow Editing'),
				run: async () => {
					for (const name of names) {
						await vscode.commands.executeCommand('longshore.volumes.unprotect', volumeNode(name))
					}
				},
			},
		],
	)
}
