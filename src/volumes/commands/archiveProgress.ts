import * as vscode from 'vscode'
import type { ArchiveJob, ArchiveProgress } from '../archive/progress.ts'
import { archiveFailure } from './archiveMessage.ts'
import { formatBytes } from '../../ui/format.ts'
import { withProgress, type Progress } from '../../ui/progress.ts'

/** Runs a job on archives behind a notification that says what is being done and how much of it. */
export async function withArchiveProgress<T>(title: string, run: (job: ArchiveJob) => Promise<T>): Promise<T> {
	try {
		return await withProgress(title, (signal, report) =>
			run({ signal, report: (progress) => report(toProgress(progress)) }),
		)
	} catch (error) {
		throw archiveFailure(error)
	}
}

/** What a job on archives reports, as the progress of a notification. */
export function toProgress(progress: ArchiveProgress): Progress {
	const { fraction } = progress
	return { message: progressText(progress), ...(fraction === undefined ? {} : { fraction }) }
}

/** Where a job on archives stands, in the person's language. */
export function progressText({ phase, entries, bytes }: ArchiveProgress): string {
	const amount = amountText({ entries, bytes })
	switch (phase) {
		case 'checking':
			return vscode.l10n.t('Reading: {0}', amount)
		case 'copying':
			return vscode.l10n.t('Copying: {0}', amount)
		case 'verifying':
			return vscode.l10n.t('Verifying what arrived: {0}', amount)
	}
}

/** How much it is: `12 entries, 3.4 MB`. */
export function amountText({ entries, bytes }: { readonly entries: number; readonly bytes: number }): string {
	return entries === 1
		? vscode.l10n.t('1 entry, {0}', formatBytes(bytes))
		: vscode.l10n.t('{0} entries, {1}', entries.toLocaleString(vscode.env.language), formatBytes(bytes))
}
