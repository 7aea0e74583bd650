import * as vscode from 'vscode'
import { stripVTControlCharacters } from 'node:util'
import type { Credential } from '../../registries/account.ts'
import { describe, Failure, showFailure } from '../../ui/failure.ts'
import { formatBytes, formatDuration } from '../../ui/format.ts'
import type { Connected } from '../../ui/parts.ts'
import { newest, withProgress, type Progress } from '../../ui/progress.ts'
import { imagesOf, instructionAt, type Dockerfile } from '../build/dockerfile.ts'
import { BuildError, type BuildProgress, type BuildWarning } from '../build/build.ts'
import { buildImage } from '../build/operations.ts'
import { pullingAccount } from '../pullingAccount.ts'
import { sshAgentAddress } from '../build/sshAgent.ts'
import type { BuildAnswers } from '../build/steps.ts'
import { tagNode } from '../node.ts'
import type { ImageParts } from '../parts.ts'
import { familiarReference, isReferenceError, parseReference, type Reference } from '../reference.ts'
import { namesIn } from './nameSteps.ts'
import { valid } from './referenceMessage.ts'

interface Build {
	readonly file: vscode.Uri
	readonly dockerfile: Dockerfile
	readonly answers: BuildAnswers
}

/** Builds with progress and a log; marks the line that failed, or says what can be done with the image. */
export async function runBuild(parts: Connected<ImageParts>, build: Build): Promise<void> {
	const { builds, engine, log } = parts
	const { file, dockerfile, answers } = build
	const names = namesIn(answers.names)
	const { channel } = builds
	let warnings: readonly BuildWarning[] = []
	builds.mark(file, { warnings })
	channel.clear()
	channel.show(true)
	const buildArguments = Object.fromEntries(answers.given.map((name) => [name, answers.values[name] ?? '']))
	const images = imagesOf(dockerfile, buildArguments).flatMap((name) => {
		const image = parseReference(name)
		return isReferenceError(image) ? [] : [image]
	})
	const started = performance.now()
	let id: string
	try {
		id = await withProgress(vscode.l10n.t('Building {0}', names.join(', ')), (signal, report) =>
			buildImage(
				engine,
				{
					folder: answers.folder,
					dockerfile: file.fsPath,
					tags: names.map((name) => familiarReference(valid(name))),
					target: answers.target,
					buildArguments,
					platform: answers.platform,
					pull: answers.options.includes('pull'),
					noCache: answers.options.includes('noCache'),
					secrets: givenSecrets(answers),
					sshAgent: answers.sshAgent ? sshAgentAddress() : undefined,
					signIn: (registry) => signIn(parts, registry, images),
					registries: [...new Set(images.map(({ domain }) => domain))],
				},
				signal,
				follow(channel, report, (found) => (warnings = found)),
			),
		)
	} catch (error) {
		channel.appendLine(`\n${describe(error)}`)
		if (!(error instanceof BuildError)) throw error
		throw failure(parts, build, error, warnings)
	}
	builds.mark(file, { warnings })
	const seconds = (performance.now() - started) / 1000
	log.info(`Built ${names.join(', ')} (${id})`)
	// Not awaited: the message may stay for long, and the command is done.
	void showResult(names, id, seconds, channel).catch((error: unknown) => showFailure(error, log))
}

function givenSecrets({ secrets }: BuildAnswers): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(secrets).filter(([, path]) => path !== ''))
}

function follow(
	channel: vscode.OutputChannel,
	report: (progress: Progress) => void,
	warned: (warnings: readonly BuildWarning[]) => void,
) {
	const show = newest(report)
	return ({ sent, step, done, output, warnings }: BuildProgress): void => {
		warned(warnings)
		if (output !== '') channel.append(stripVTControlCharacters(output))
		if (!step) show({ message: vscode.l10n.t('sending the context, {0}', formatBytes(sent)) })
		else {
			show({
				message: vscode.l10n.t('step {0} of {1}: {2}', step.number, step.total, step.text.slice(0, 80)),
				fraction: done,
			})
		}
	}
}

function failure(
	parts: Connected<ImageParts>,
	build: Build,
	error: BuildError,
	warnings: readonly BuildWarning[],
): Failure {
	const { file, dockerfile } = build
	const instruction = instructionAt(dockerfile, error.place)
	const line = error.line ?? instruction?.line
	const again = {
		title: vscode.l10n.t('Build Again'),
		run: () => runBuild(parts, build).catch((thrown: unknown) => showFailure(thrown, parts.log)),
	}
	const showBuild = { title: vscode.l10n.t('Show Build Log'), run: () => parts.builds.channel.show() }
	if (line === undefined) {
		parts.builds.mark(file, { warnings })
		return new Failure(vscode.l10n.t('The build failed: {0}', error.message), [showBuild, again], error)
	}
	const range = new vscode.Range(line, 0, instruction?.endLine ?? line, Number.MAX_SAFE_INTEGER)
	parts.builds.mark(file, { failed: { range, message: error.message }, warnings })
	return new Failure(
		vscode.l10n.t('The build failed at line {0}: {1}', line + 1, error.message),
		[
			{
				title: vscode.l10n.t('Show Line'),
				run: () => vscode.window.showTextDocument(file, { selection: new vscode.Range(line, 0, line, 0) }),
			},
			showBuild,
			again,
		],
		error,
	)
}

/** What can't be read is told and gone without: it may not be needed. */
async function signIn(
	{ accounts, builds }: ImageParts,
	registry: string,
	images: readonly Reference[],
): Promise<Credential | undefined> {
	const account = pullingAccount(accounts.all(), registry, images)
	try {
		return account && (await accounts.credentialOf(account))
	} catch (error) {
		builds.channel.appendLine(describe(error))
		return undefined
	}
}

async function showResult(names: readonly string[], id: string, seconds: number, channel: vscode.OutputChannel) {
	const push = vscode.l10n.t('Tag and Push…')
	const show = vscode.l10n.t('Show Build Log')
	const chosen = await vscode.window.showInformationMessage(
		vscode.l10n.t('Built {0} in {1}.', names.join(', '), formatDuration(seconds)),
		push,
		show,
	)
	const [name] = names
	if (chosen === show) channel.show()
	else if (chosen === push && name !== undefined) {
		const node = tagNode(familiarReference(valid(name)), id)
		await vscode.commands.executeCommand('longshore.images.tagAndPush', node)
	}
}
