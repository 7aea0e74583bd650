import { dirname } from 'node:path'
import * as vscode from 'vscode'
import { Cancelled, Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickOne } from '../../ui/pick.ts'
import { runWizard } from '../../ui/wizard.ts'
import { isDockerfile, isSecretName, parseDockerfile, secretsOf, usesSshAgent } from '../build/dockerfile.ts'
import { ownPlatform } from '../build/operations.ts'
import { projectFacts } from '../build/projectFacts.ts'
import { proposeReferences } from '../build/proposals.ts'
import { sshAgentAddress } from '../build/sshAgent.ts'
import { buildSteps, type BuildAnswers } from '../build/steps.ts'
import type { ImageParts } from '../parts.ts'
import { runBuild } from './runBuild.ts'

/** Builds an image from a Dockerfile: the one that the menu was opened on, the one in the editor, or one of the workspace. */
export async function buildImage(connected: Connected<ImageParts>, uri?: vscode.Uri): Promise<void> {
	const { builds, engine } = connected
	const file = uri instanceof vscode.Uri ? uri : await chooseDockerfile()
	if (file.scheme !== 'file') {
		throw new Failure(vscode.l10n.t('A Dockerfile can only be built from a folder on this machine.'))
	}
	const document = await vscode.workspace.openTextDocument(file)
	// The engine gets what is on the disk.
	if (document.isDirty) await document.save()
	const dockerfile = parseDockerfile(document.getText())
	if (dockerfile.stages.length === 0) {
		throw new Failure(
			vscode.l10n.t('{0} has no FROM: there is nothing to build on.', vscode.workspace.asRelativePath(file)),
		)
	}
	const own = dirname(file.fsPath)
	const workspace = vscode.workspace.getWorkspaceFolder(file)?.uri.fsPath
	const before = builds.answersFor(file)
	const folders = new Set([...(before ? [before.folder] : []), own, ...(workspace === undefined ? [] : [workspace])])
	const steps = buildSteps({
		dockerfile,
		folders: [...folders],
		secrets: engine.hasBuildKit ? secretsOf(dockerfile) : [],
		sshAgent: engine.hasBuildKit && usesSshAgent(dockerfile) ? sshAgentAddress() : undefined,
		ownPlatform: await ownPlatform(engine),
		proposals: proposeReferences(await projectFacts(own)),
	})
	const answers = await runWizard(vscode.l10n.t('Build Image'), { ...(before ?? fresh(own)), isAnother: false }, steps)
	if (!answers) throw new Cancelled()
	builds.remember(file, { ...answers, values: shown(answers.values) })
	await runBuild(connected, { file, dockerfile, answers })
}

function fresh(folder: string): BuildAnswers {
	return {
		folder,
		isAnother: false,
		target: undefined,
		given: [],
		values: {},
		secrets: {},
		sshAgent: false,
		platform: undefined,
		names: '',
		options: [],
	}
}

// What is remembered is kept for this window only, in memory; secrets are typed again.
function shown(values: BuildAnswers['values']): BuildAnswers['values'] {
	return Object.fromEntries(Object.entries(values).filter(([name]) => !isSecretName(name)))
}

async function chooseDockerfile(): Promise<vscode.Uri> {
	const open = vscode.window.activeTextEditor?.document.uri
	if (open?.scheme === 'file' && isDockerfile(open.path.slice(open.path.lastIndexOf('/') + 1))) return open
	const files = await vscode.workspace.findFiles(
		'**/{Dockerfile,Dockerfile.*,Containerfile,Containerfile.*,*.dockerfile,*.Dockerfile,*.containerfile}',
		'**/node_modules/**',
		500,
	)
	const dockerfiles = files.filter(({ path }) => isDockerfile(path.slice(path.lastIndexOf('/') + 1)))
	return pickOne({
		title: vscode.l10n.t('Build Image'),
		prompt: vscode.l10n.t('Which Dockerfile?'),
		none: vscode.l10n.t('There is no Dockerfile in this workspace.'),
		choices: dockerfiles
			.map((file) => ({ label: vscode.workspace.asRelativePath(file), value: file }))
			.sort((one, other) => one.label.localeCompare(other.label)),
	})
}
