import * as vscode from 'vscode'
import { blocking, pushingActions, type PreflightAction, type PushingAction, type Seen } from './answers.ts'
import type { Finding } from './finding.ts'
import { findingText, severityIcon } from './findingText.ts'

/** A line of the list: an answer, or a finding to read. */
export type PreflightChoice = vscode.QuickPickItem & { readonly action?: PreflightAction }

/** The answers that make sense, then what was found. */
export function preflightChoices(seen: Seen): readonly PreflightChoice[] {
	return [
		...mends(seen.findings),
		...answers(seen),
		{ label: vscode.l10n.t('What was found'), kind: vscode.QuickPickItemKind.Separator },
		...seen.findings.map(toChoice),
	]
}

/** What is in the way of a push that would fail all the same. */
function mends(findings: readonly Finding[]): readonly PreflightChoice[] {
	const right = findings.find((finding) => finding.kind === 'noRight' || finding.kind === 'refused')
	if (!right) return []
	return right.kind === 'noRight' && !right.isOwn
		? [{ label: vscode.l10n.t('$(edit) Choose Another Name…'), action: 'rename' }]
		: [{ label: vscode.l10n.t('$(key) Replace Access Token…'), action: 'replaceSecret' }]
}

function answers(seen: Seen): readonly PreflightChoice[] {
	const isBlocked = blocking(seen.findings).length > 0
	return pushingActions(seen).map((action) => ({ ...answerText(action, isBlocked), action }))
}

function answerText(action: PushingAction, isBlocked: boolean): vscode.QuickPickItem {
	switch (action) {
		case 'push':
			return {
				label: isBlocked ? vscode.l10n.t('$(warning) Push Anyway…') : vscode.l10n.t('$(cloud-upload) Push'),
			}
		case 'createPrivate':
			return {
				label: isBlocked
					? vscode.l10n.t('$(lock) Create as Private and Push Anyway…')
					: vscode.l10n.t('$(lock) Create as Private and Push'),
				detail: vscode.l10n.t('Only you, and whom you let, can see and pull it.'),
			}
		case 'createPublic':
			return {
				label: isBlocked
					? vscode.l10n.t('$(globe) Create as Public and Push Anyway…')
					: vscode.l10n.t('$(globe) Create as Public and Push'),
				detail: vscode.l10n.t('Everyone can see and pull it.'),
			}
	}
}

function toChoice(finding: Finding): PreflightChoice {
	const { message, advice } = findingText(finding)
	return { label: `${severityIcon(finding.severity)} ${message}`, detail: advice }
}

/** Asks once more, in a modal, before what blocks is passed over. */
export async function confirmed(name: string, reasons: readonly Finding[]): Promise<boolean> {
	const action = vscode.l10n.t('Push Anyway')
	const lines = reasons.map((finding) => `• ${findingText(finding).message}`)
	const detail = lines.length > 10 ? [...lines.slice(0, 10), `… (${lines.length})`] : lines
	const chosen = await vscode.window.showWarningMessage(
		vscode.l10n.t('Push {0} all the same?', name),
		{ modal: true, detail: detail.join('\n') },
		action,
	)
	return chosen === action
}
