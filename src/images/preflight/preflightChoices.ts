import * as vscode from 'vscode'
import type { Finding } from './finding.ts'
import { findingText, severityIcon } from './findingText.ts'

/** What one can do about what was found: push, or what makes the push possible. */
export type PreflightAction = 'push' | 'createPrivate' | 'createPublic' | 'replaceSecret' | 'rename'

/** A line of the list: an answer, or a finding to read. */
export type PreflightChoice = vscode.QuickPickItem & { readonly action?: PreflightAction }

/** Whether an action pushes, for which blocking findings want an explicit yes. */
export function pushes(action: PreflightAction): boolean {
	return action === 'push' || action === 'createPrivate' || action === 'createPublic'
}

/** The answers that make sense, then what was found. */
export function preflightChoices(findings: readonly Finding[]): readonly PreflightChoice[] {
	return [
		...mends(findings),
		...answers(findings),
		{ label: vscode.l10n.t('What was found'), kind: vscode.QuickPickItemKind.Separator },
		...findings.map(toChoice),
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

function answers(findings: readonly Finding[]): readonly PreflightChoice[] {
	const isBlocked = findings.some(({ severity }) => severity === 'blocking')
	const isNew = findings.some((finding) => finding.kind === 'newRepository' && finding.canChoose)
	if (!isNew) {
		const label = isBlocked ? vscode.l10n.t('$(warning) Push Anyway…') : vscode.l10n.t('$(cloud-upload) Push')
		return [{ label, action: 'push' }]
	}
	return [
		{
			label: isBlocked
				? vscode.l10n.t('$(lock) Create as Private and Push Anyway…')
				: vscode.l10n.t('$(lock) Create as Private and Push'),
			detail: vscode.l10n.t('Only you, and whom you let, can see and pull it.'),
			action: 'createPrivate',
		},
		{
			label: isBlocked
				? vscode.l10n.t('$(globe) Create as Public and Push Anyway…')
				: vscode.l10n.t('$(globe) Create as Public and Push'),
			detail: vscode.l10n.t('Everyone can see and pull it.'),
			action: 'createPublic',
		},
	]
}

function toChoice(finding: Finding): PreflightChoice {
	const { message, advice } = findingText(finding)
	return { label: `${severityIcon(finding.severity)} ${message}`, detail: advice }
}

/** Asks once more, in a modal, before what blocks is passed over. */
export async function confirmed(name: string, blocking: readonly Finding[]): Promise<boolean> {
	const action = vscode.l10n.t('Push Anyway')
	const lines = blocking.map((finding) => `• ${findingText(finding).message}`)
	const detail = lines.length > 10 ? [...lines.slice(0, 10), `… (${lines.length})`] : lines
	const chosen = await vscode.window.showWarningMessage(
		vscode.l10n.t('Push {0} all the same?', name),
		{ modal: true, detail: detail.join('\n') },
		action,
	)
	return chosen === action
}
