import * as vscode from 'vscode'
import { pickStep, type Step } from '../../ui/wizard.ts'
import type { Backup } from '../archive/backup.ts'
import { toText } from '../archive/tarEntry.ts'

/** Which folder of an archive holds the volume's content, where everything in it is in one. */
export function rootStep<A extends { readonly root: string }>({ onlyFolders }: Backup): Step<A> {
	return pickStep<A, string>({
		prompt: vscode.l10n.t('Everything in this archive is in one folder. What is it?'),
		skip: () => onlyFolders.length === 0,
		choices: () => [
			...onlyFolders.toReversed().map((folder) => ({
				label: vscode.l10n.t('$(database) The volume itself'),
				detail: vscode.l10n.t('What is in “{0}” comes to the volume’s root.', toText(folder)),
				value: folder,
			})),
			{
				label: vscode.l10n.t('$(folder) A folder in the volume'),
				detail: vscode.l10n.t('The volume has the folder “{0}”.', toText(onlyFolders[0] ?? '')),
				value: '',
			},
		],
		isActive: ({ root }, value) => root === value,
		apply: (before, root) => ({ ...before, root }),
	})
}
