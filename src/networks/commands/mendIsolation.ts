import * as vscode from 'vscode'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { Cancelled, describe, Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickOne } from '../../ui/pick.ts'
import { withProgress } from '../../ui/progress.ts'
import type { Checked } from '../isolation/markers.ts'
import { applyPlan, UndoError } from '../isolation/operations.ts'
import { proposePlan } from '../isolation/plan.ts'
import { planLines, undoingLines } from '../isolation/texts.ts'
import type { NetworkParts } from '../parts.ts'
import { checkedFiles } from './checkIsolation.ts'

/** Proposes networks that make the rules of an isolation file hold; does what it said only when told to. */
export async function mendIsolation(connected: Connected<NetworkParts>, uri?: vscode.Uri): Promise<void> {
	const { file, verdicts } = await chooseFile(await checkedFiles(connected, uri))
	if (verdicts.every(({ holds, unknown }) => holds || unknown.length > 0)) {
		await vscode.window.showInformationMessage(
			vscode.l10n.t('There is nothing to mend: every rule that can be checked holds.'),
		)
		return
	}
	const plan = proposePlan(await connected.model.current(), file)
	const lines = planLines(plan)
	if (plan.create.length + plan.connect.length + plan.disconnect.length === 0) {
		throw new Failure(vscode.l10n.t('No set of networks makes these rules hold. {0}', lines.join(' ')))
	}
	const confirmed = await confirmDestruction({
		message: vscode.l10n.t('Change networks so that the isolation rules hold?'),
		detail: [
			...lines,
			'',
			vscode.l10n.t(
				'Connections over what is disconnected are cut. Containers that are made anew from a compose file need the same networks there.',
			),
		].join('\n'),
		action: vscode.l10n.t('Apply'),
	})
	if (!confirmed) throw new Cancelled()
	await withProgress(vscode.l10n.t('Changing networks'), (signal) =>
		applyPlan(connected.engine, plan, signal).catch((error: unknown) => {
			throw error instanceof UndoError ? failureFor(error) : error
		}),
	)
}

function failureFor(error: UndoError): Failure {
	const message = vscode.l10n.t(
		'The networks were not changed: {0} What was done already could not all be put back. What is left to do:\n{1}',
		describe(error.cause),
		undoingLines(error.remaining).join('\n'),
	)
	return new Failure(message, [], error)
}

async function chooseFile(files: readonly Checked[]): Promise<Checked> {
	const [first] = files
	if (first && files.length === 1) return first
	return pickOne({
		title: vscode.l10n.t('Mend Isolation'),
		prompt: vscode.l10n.t('Which isolation file?'),
		none: vscode.l10n.t('There is no isolation file.'),
		choices: files.map((value) => ({ label: vscode.workspace.asRelativePath(value.document.uri), value })),
	})
}
