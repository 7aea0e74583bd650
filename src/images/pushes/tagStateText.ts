import * as vscode from 'vscode'
import type { TagState } from './pushedTags.ts'

/** Adds to a tag's line how it stands to its registry. */
export function withTagState(item: vscode.TreeItem, state: TagState | undefined): vscode.TreeItem {
	if (state === undefined) return item
	const text = textOf(state)
	// First, so that a narrow sidebar shows it.
	item.description = [text, item.description].filter(Boolean).join(' · ')
	const { label = '' } = item.accessibilityInformation ?? {}
	item.accessibilityInformation = { label: [label, text].filter(Boolean).join(', ') }
	return item
}

function textOf(state: TagState): string {
	switch (state) {
		case 'pushed':
			return vscode.l10n.t('pushed')
		case 'changedSince':
			return vscode.l10n.t('changed since it was pushed')
		case 'never':
			return vscode.l10n.t('never pushed')
	}
}
