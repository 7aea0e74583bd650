import * as vscode from 'vscode'
import { composeProject } from '../../containers/container.ts'
import { Cancelled, Failure, type Remedy } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickOne } from '../../ui/pick.ts'
import { draftRules } from '../isolation/draft.ts'
import type { Checked } from '../isolation/markers.ts'
import type { NetworkParts } from '../parts.ts'

/** Says what holds of the isolation files; offers to write one where there is none. */
export async function checkIsolation(connected: Connected<NetworkParts>, uri?: vscode.Uri): Promise<void> {
	const checked = await checkedFiles(connected, uri)
	const verdicts = checked.flatMap((each) => each.verdicts)
	const broken = verdicts.filter(({ holds }) => !holds)
	const wrong = checked.flatMap(({ file }) => file.problems)
	const problems = vscode.l10n.t('Show Problems')
	const mend = vscode.l10n.t('Propose Networks…')
	if (broken.length === 0 && wrong.length === 0) {
		await vscode.window.showInformationMessage(vscode.l10n.t('All {0} isolation rules hold.', verdicts.length))
		return
	}
	const answer = await vscode.window.showWarningMessage(
		vscode.l10n.t('{0} of {1} isolation rules hold.', verdicts.length - broken.length, verdicts.length),
		problems,
		...(broken.some(({ unknown }) => unknown.length === 0) ? [mend] : []),
	)
	if (answer === problems) await vscode.commands.executeCommand('workbench.actions.view.problems')
	if (answer === mend) await vscode.commands.executeCommand('longshore.networks.mendIsolation', uri)
}

/**
 * The isolation files, checked just now: the given one, or all.
 *
 * @throws {Cancelled} when there was none and the person was shown, or doesn't want, a new one.
 */
export async function checkedFiles(
	connected: Connected<NetworkParts>,
	uri: vscode.Uri | undefined,
): Promise<readonly Checked[]> {
	const checked = await (await connected.isolation()).checkAll()
	const wanted = checked.filter(({ document }) => uri === undefined || document.uri.toString() === uri.toString())
	if (wanted.length > 0) return wanted
	if (uri) throw unknownFile(uri)
	await offerFile(connected)
	throw new Cancelled()
}

async function offerFile({ model }: Connected<NetworkParts>): Promise<void> {
	const [folder] = vscode.workspace.workspaceFolders ?? []
	if (!folder) {
		throw new Failure(
			vscode.l10n.t('Isolation rules are in the file .docker/isolation.yaml of a folder: open one first.'),
			[{ title: vscode.l10n.t('Open Folder…'), run: () => vscode.commands.executeCommand('vscode.openFolder') }],
		)
	}
	const create = vscode.l10n.t('Create File')
	const answer = await vscode.window.showInformationMessage(
		vscode.l10n.t('There is no isolation file yet. Create .docker/isolation.yaml from what is so now?'),
		create,
	)
	if (answer !== create) throw new Cancelled()
	const known = await model.current()
	const projects = [...new Set(known.containers.flatMap(({ labels }) => composeProject(labels) ?? []))].sort()
	const project =
		projects.length > 1
			? await pickOne({
					title: vscode.l10n.t('Create Isolation File'),
					prompt: vscode.l10n.t('Of which compose project?'),
					none: '',
					choices: projects.map((value) => ({ label: value, value })),
				})
			: projects[0]
	const uri = vscode.Uri.joinPath(folder.uri, '.docker/isolation.yaml')
	const edit = new vscode.WorkspaceEdit()
	// Somebody may have written one since the question was asked: theirs stays.
	edit.createFile(uri, { overwrite: false, contents: Buffer.from(draftRules(known, project)) })
	if (!(await vscode.workspace.applyEdit(edit))) {
		const path = vscode.workspace.asRelativePath(uri)
		throw new Failure(vscode.l10n.t('{0} was not created: it is there by now, or cannot be written.', path), [
			openFile(uri),
		])
	}
	await vscode.window.showTextDocument(uri)
}

/** It was closed, and is in no folder of the workspace; or it was removed. */
function unknownFile(uri: vscode.Uri): Failure {
	const path = vscode.workspace.asRelativePath(uri)
	return new Failure(vscode.l10n.t('{0} was closed or removed, so it was not checked. Open it first.', path), [
		openFile(uri),
	])
}

function openFile(uri: vscode.Uri): Remedy {
	return { title: vscode.l10n.t('Open File'), run: () => vscode.window.showTextDocument(uri) }
}
