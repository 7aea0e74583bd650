import * as vscode from 'vscode'

/**
 * Asks once, in a modal, before something is destroyed.
 *
 * @param question.message What is about to happen, as a question.
 * @param question.detail Exactly what will be lost.
 * @param question.action The button that does it; a verb.
 */
export async function confirmDestruction(question: {
	readonly message: string
	readonly detail: string
	readonly action: string
}): Promise<boolean> {
	const { message, detail, action } = question
	return (await vscode.window.showWarningMessage(message, { modal: true, detail }, action)) === action
}
