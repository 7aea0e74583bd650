import * as vscode from 'vscode'
import { nameProblem } from '../volume.ts'

/** What is wrong with a new volume's name, in the person's language; nothing if it is fine. */
export function nameMessage(name: string, isTaken: (name: string) => boolean): string | undefined {
	switch (nameProblem(name)) {
		case 'empty':
			return vscode.l10n.t('A volume needs a name.')
		case 'start':
			return vscode.l10n.t('The name must begin with a letter or digit.')
		case 'character':
			return vscode.l10n.t('Only letters, digits, “.”, “_” and “-” can be in the name.')
		case 'short':
			return vscode.l10n.t('The name needs at least two characters.')
		case undefined:
			return isTaken(name) ? vscode.l10n.t('A volume with this name exists already.') : undefined
	}
}
