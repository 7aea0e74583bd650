import * as vscode from 'vscode'
import { Cancelled } from '../../ui/failure.ts'
import { entryNameProblem } from '../data/shell.ts'

/**
 * Asks for the name of a file or folder; says at the field what is wrong with it.
 *
 * @param question.taken Names that are there already.
 * @throws {Cancelled}
 */
export async function askEntryName(question: {
	readonly title: string
	readonly value?: string
	readonly taken: ReadonlySet<string>
}): Promise<string> {
	const { title, value = '', taken } = question
	const dot = value.lastIndexOf('.')
	const name = await vscode.window.showInputBox({
		title,
		value,
		prompt: vscode.l10n.t('Name'),
		// What one mostly changes: all but the extension.
		valueSelection: [0, dot > 0 ? dot : value.length],
		validateInput: (text) => nameMessage(text) ?? (text !== value && taken.has(text) ? takenMessage() : undefined),
	})
	if (name === undefined) throw new Cancelled()
	return name
}

function takenMessage(): string {
	return vscode.l10n.t('There is a file or folder with this name already.')
}

function nameMessage(name: string): string | undefined {
	switch (entryNameProblem(name)) {
		case 'empty':
			return vscode.l10n.t('A file or folder needs a name.')
		case 'reserved':
			return vscode.l10n.t('“.” and “..” are the names of this folder and the one above.')
		case 'character':
			return vscode.l10n.t('A name cannot contain “/”.')
		case 'long':
			return vscode.l10n.t('A name can have at most 255 bytes; this one has {0}.', Buffer.byteLength(name))
		case undefined:
			return undefined
	}
}
