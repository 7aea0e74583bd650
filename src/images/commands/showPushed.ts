import * as vscode from 'vscode'
import { partWarning, readBackWarning, sentText } from '../pushes/pushText.ts'
import type { PushResult } from '../pushes/trackPush.ts'
import { familiarReference, type Reference } from '../reference.ts'
import { pageOf } from '../webPage.ts'
import { copyPullLines } from './copyPullLines.ts'

/** A push that ended well. */
export interface Pushed extends PushResult {
	readonly reference: Reference
}

/** Says how a push ended, and offers what one does next. */
export async function showPushed({ reference, digest, part, verified, bytes, seconds }: Pushed): Promise<void> {
	const name = familiarReference(reference)
	const open = vscode.l10n.t('Open on the Web Site')
	const copy = vscode.l10n.t('Copy Pull Command')
	const more = vscode.l10n.t('Copy with Digest…')
	const page = pageOf(reference)
	const message = vscode.l10n.t('Pushed {0} ({1}). Digest: {2}', name, sentText({ bytes, seconds }), digest)
	const buttons = [...(page === undefined ? [] : [open]), copy, more]
	const warnings = [part && partWarning(part), readBackWarning(verified)].filter((each) => each !== undefined)
	const chosen =
		warnings.length === 0
			? await vscode.window.showInformationMessage(message, ...buttons)
			: await vscode.window.showWarningMessage([message, ...warnings].join(' '), ...buttons)
	if (chosen === open && page !== undefined) await vscode.env.openExternal(vscode.Uri.parse(page))
	else if (chosen === copy) await vscode.env.clipboard.writeText(`docker pull ${name}`)
	else if (chosen === more) await copyPullLines(reference, digest)
}

/** Says how several pushes ended that were begun together. */
export async function showSeveralPushed(pushed: readonly Pushed[], total: number): Promise<void> {
	const show = vscode.l10n.t('Show Pushes')
	const message =
		pushed.length === total
			? vscode.l10n.t('Pushed {0} images.', total)
			: vscode.l10n.t('Pushed {0} of {1} images.', pushed.length, total)
	const missing = pushed.filter(({ verified }) => readBackWarning(verified) !== undefined)
	const partly = pushed.filter(({ part }) => part !== undefined)
	const names = (some: readonly Pushed[]) => some.map(({ reference }) => familiarReference(reference)).join(', ')
	let warning = message
	if (partly.length > 0) {
		warning = vscode.l10n.t(
			'{0} Of {1} only one platform was pushed: what they have for others is not on this engine.',
			warning,
			names(partly),
		)
	}
	if (missing.length > 0) {
		warning = vscode.l10n.t(
			'{0} The registry has something else now, or nothing, under {1}. Look there, then push again.',
			warning,
			names(missing),
		)
	}
	const chosen =
		warning === message
			? await vscode.window.showInformationMessage(message, show)
			: await vscode.window.showWarningMessage(warning, show)
	if (chosen === show) {
		await vscode.commands.executeCommand('longshore.pushes.focus')
	}
}
