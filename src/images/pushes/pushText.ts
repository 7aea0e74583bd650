import * as vscode from 'vscode'
import { formatBytes, formatDuration, formatMoment } from '../../ui/format.ts'
import { transferAmounts } from '../commands/transferProgress.ts'
import { shortId } from '../image.ts'
import type { PushedPart, TransferProgress } from '../transfer.ts'
import type { PushRecord, Verdict } from './push.ts'

/** How far a push is, or how it ended, in one line. */
export function pushText(push: PushRecord, progress: TransferProgress | undefined): string {
	switch (push.state) {
		case 'waiting':
			return vscode.l10n.t('waiting')
		case 'pushing':
			return progress && progress.layers.length > 0 ? transferAmounts(progress) : vscode.l10n.t('asking the registry')
		case 'retrying':
			return vscode.l10n.t('trying again: {0}', push.message ?? '')
		case 'done':
			return [shortId(push.digest ?? ''), formatMoment(new Date(push.startedAt)), durationText(push)]
				.filter(Boolean)
				.join(' · ')
		case 'failed':
			return vscode.l10n.t('failed · {0}', formatMoment(new Date(push.startedAt)))
		case 'cancelled':
			return vscode.l10n.t('cancelled · {0}', formatMoment(new Date(push.startedAt)))
		case 'interrupted':
			return vscode.l10n.t('cut off when the window closed · {0}', formatMoment(new Date(push.startedAt)))
	}
}

/** How much a push sent, and how long it took. */
export function sentText({ bytes, seconds }: { readonly bytes: number; readonly seconds: number }): string {
	return bytes > 0
		? vscode.l10n.t('{0} in {1}', formatBytes(bytes), formatDuration(seconds))
		: vscode.l10n.t('all layers were there')
}

function durationText({ startedAt, endedAt }: PushRecord): string {
	return endedAt === undefined ? '' : formatDuration((endedAt - startedAt) / 1000)
}

/** What is known of a push, for a tooltip. */
export function pushFacts(push: PushRecord): readonly (readonly [string, string | undefined])[] {
	return [
		[vscode.l10n.t('Result'), push.message],
		[vscode.l10n.t('Digest'), push.digest],
		[vscode.l10n.t('Read back'), verifiedText(push)],
		[vscode.l10n.t('Account'), push.accountId],
		[vscode.l10n.t('Began'), new Date(push.startedAt).toLocaleString(vscode.env.language)],
		[vscode.l10n.t('Took'), durationText(push)],
		[vscode.l10n.t('Sent'), push.bytes > 0 ? formatBytes(push.bytes) : undefined],
	]
}

function verifiedText({ verified }: PushRecord): string | undefined {
	switch (verified) {
		case 'same':
			return vscode.l10n.t('the registry has this digest')
		case 'other':
			return vscode.l10n.t('the registry has another digest now')
		case 'none':
			return vscode.l10n.t('the registry has no such tag')
		case 'unknown':
			return vscode.l10n.t('the registry could not be asked')
		case undefined:
			return undefined
	}
}

/** What to say where the registry was found not to have what was pushed. */
export function readBackWarning(verified: Verdict): string | undefined {
	switch (verified) {
		case 'other':
			return vscode.l10n.t('The registry has another digest for this tag now: somebody pushed it since.')
		case 'none':
			return vscode.l10n.t('The registry took the push, but has no such tag now. Look there, then push again.')
		case 'same':
		case 'unknown':
			return undefined
	}
}

/** What to say where not all of an image was pushed. */
export function partWarning({ platform }: PushedPart): string {
	return vscode.l10n.t(
		'Only {0} was pushed: what the image has for other platforms is not on this engine. Pull or build that too where it is wanted, then push again.',
		platform ?? vscode.l10n.t('one platform'),
	)
}

/** An icon for how far a push is. */
export function pushIcon({ state, verified }: PushRecord): vscode.ThemeIcon {
	switch (state) {
		case 'waiting':
			return new vscode.ThemeIcon('clock')
		case 'pushing':
			return new vscode.ThemeIcon('sync~spin')
		case 'retrying':
			return new vscode.ThemeIcon('history', new vscode.ThemeColor('charts.yellow'))
		case 'done':
			return verified === 'other' || verified === 'none'
				? new vscode.ThemeIcon('warning', new vscode.ThemeColor('charts.yellow'))
				: new vscode.ThemeIcon('pass', new vscode.ThemeColor('charts.green'))
		case 'failed':
			return new vscode.ThemeIcon('error', new vscode.ThemeColor('charts.red'))
		case 'cancelled':
			return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'))
		case 'interrupted':
			return new vscode.ThemeIcon('debug-disconnect', new vscode.ThemeColor('charts.yellow'))
	}
}
