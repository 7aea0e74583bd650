import * as vscode from 'vscode'
import type { TagState } from './pushedTags.ts'

/** Adds to a tag's line how it stands to its registry; that it was never pushed is nothing to remark on. */
export function withTagState(item: vscode.TreeItem, state: TagState | undefined): vscode.TreeItem {
	if (state === undefined || state === 'never') return item
	const text = state === 'pushed' ? vscode.l10n.t('pushed') : vscode.l10n.t('changed since it was pushed')
	// First, so that a narrow sidebar shows it.
	item.description = [text, item.description].filter(Boolean).join(' · ')
	const { label = '' } = item.accessibilityInformation ?? {}
	item.accessibilityInformation = { label: [label, text].filter(Boolean).join(', ') }
	return item
}
