import * as vscode from 'vscode'
import { formatBytes } from '../../ui/format.ts'
import type { Aspect, Difference } from '../archive/difference.ts'
import { toText } from '../archive/tarEntry.ts'

/** A difference as a line in a list. */
export function differenceChoice(difference: Difference): vscode.QuickPickItem & { readonly difference: Difference } {
	const { path, before, after } = difference
	return {
		label: `$(${icons[difference.kind]}) ${toText(path) || '/'}`,
		description: description(difference),
		...(before?.type === 'symbolicLink' || after?.type === 'symbolicLink'
			? { detail: [before?.target, after?.target].flatMap((target) => (target ? [toText(target)] : [])).join(' → ') }
			: {}),
		difference,
	}
}

const icons = {
	added: 'diff-added',
	removed: 'diff-removed',
	content: 'diff-modified',
	attributes: 'diff-renamed',
} as const satisfies Record<Difference['kind'], string>

/** What kind of difference it is, in the person's language. */
export function kindText(kind: Difference['kind']): string {
	switch (kind) {
		case 'added':
			return vscode.l10n.t('Added')
		case 'removed':
			return vscode.l10n.t('Removed')
		case 'content':
			return vscode.l10n.t('Changed')
		case 'attributes':
			return vscode.l10n.t('Mode, owner or time only')
	}
}

function description({ kind, aspects, before, after }: Difference): string {
	if (!before || !after) return [kindText(kind), sizeText(before ?? after)].filter(Boolean).join(' · ')
	const facts = aspects.map((aspect) => {
		switch (aspect) {
			case 'content':
				if (before.type !== 'file' || after.type !== 'file') return `${before.type} → ${after.type}`
				if (before.size === after.size) return formatBytes(after.size)
				return `${formatBytes(before.size)} → ${formatBytes(after.size)}`
			case 'mode':
				return `${before.mode.toString(8)} → ${after.mode.toString(8)}`
			case 'owner':
				return `${before.uid}:${before.gid} → ${after.uid}:${after.gid}`
			default:
				return aspectText(aspect)
		}
	})
	return [kindText(kind), ...facts].join(' · ')
}

function aspectText(aspect: Exclude<Aspect, 'content' | 'mode' | 'owner'>): string {
	switch (aspect) {
		case 'time':
			return vscode.l10n.t('time')
		case 'links':
			return vscode.l10n.t('hard links')
		case 'extended':
			return vscode.l10n.t('extended attributes')
	}
}

function sizeText(fact: Difference['after']): string {
	return fact?.type === 'file' ? formatBytes(fact.size) : ''
}
