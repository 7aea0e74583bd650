import * as vscode from 'vscode'
import { Failure, showFailure } from '../../ui/failure.ts'
import { formatBytes } from '../../ui/format.ts'
import { withProgress } from '../../ui/progress.ts'
import type { Difference } from '../archive/difference.ts'
import { toText } from '../archive/tarEntry.ts'
import type { VolumeParts } from '../parts.ts'
import { archiveFailure } from './archiveMessage.ts'
import { differenceChoice, kindText } from './differenceChoice.ts'

/** One side of a comparison. */
export interface Side {
	/** What a person knows it by. */
	readonly label: string
	/** Content of a file; its path as bytes in latin1. */
	readonly read: (path: string, signal: AbortSignal) => Promise<Buffer>
}

export interface Comparison {
	readonly title: string
	readonly differences: readonly Difference[]
	/** Where content can be had, before and after. */
	readonly sides: readonly [Side, Side] | undefined
}

/** The diff editor shows no larger files. */
const largest = 50 * 1000 * 1000

/** Shows differences as a list that stays; choosing a file opens both its states in the diff editor. */
export function showDifferences(parts: VolumeParts, comparison: Comparison): Promise<void> {
	const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly difference?: Difference }>()
	pick.title = comparison.title
	pick.placeholder =
		comparison.sides === undefined
			? vscode.l10n.t('What the backup’s manifest says, and what it has')
			: vscode.l10n.t('Choose a file to see both states: {0} ↔ {1}', ...comparison.sides.map((side) => side.label))
	pick.matchOnDescription = true
	pick.matchOnDetail = true
	pick.ignoreFocusOut = true
	pick.items = grouped(comparison.differences)
	const { promise, resolve } = Promise.withResolvers<void>()
	const subscriptions = vscode.Disposable.from(
		pick,
		pick.onDidHide(() => resolve()),
		pick.onDidAccept(async () => {
			const difference = pick.activeItems[0]?.difference
			if (!difference || !comparison.sides) return
			try {
				await openPair(parts, difference, comparison.sides)
			} catch (error) {
				await showFailure(archiveFailure(error), parts.log)
			}
		}),
	)
	pick.show()
	return promise.finally(() => subscriptions.dispose())
}

function grouped(differences: readonly Difference[]) {
	const kinds: readonly Difference['kind'][] = ['content', 'added', 'removed', 'attributes']
	return kinds.flatMap((kind) => {
		const own = differences.filter((difference) => difference.kind === kind)
		if (own.length === 0) return []
		const separator = { label: `${kindText(kind)} (${own.length})`, kind: vscode.QuickPickItemKind.Separator }
		return [separator, ...own.map(differenceChoice)]
	})
}

async function openPair(
	{ comparedFiles }: VolumeParts,
	{ path, before, after }: Difference,
	[left, right]: readonly [Side, Side],
): Promise<void> {
	const name = toText(path)
	const sizes = [before, after].map((fact) => (fact?.type === 'file' ? fact.size : 0))
	if (before?.type !== 'file' && after?.type !== 'file') {
		throw new Failure(vscode.l10n.t('“{0}” is no file: there is no content to compare.', name || '/'))
	}
	if (Math.max(...sizes) > largest) {
		throw new Failure(
			vscode.l10n.t('“{0}” is too large for the diff editor ({1} at most).', name, formatBytes(largest)),
		)
	}
	const [one, other] = await withProgress(vscode.l10n.t('Reading {0}', name), (signal) =>
		Promise.all([
			before?.type === 'file' ? left.read(path, signal) : Buffer.alloc(0),
			after?.type === 'file' ? right.read(path, signal) : Buffer.alloc(0),
		]),
	)
	const uris = comparedFiles.add(name, one, other)
	const title = `${name} (${left.label} ↔ ${right.label})`
	await vscode.commands.executeCommand('vscode.diff', ...uris, title, { preserveFocus: true, preview: true })
}
