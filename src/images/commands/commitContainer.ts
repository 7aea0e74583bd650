import { isActive } from '../../containers/container.ts'
import { chooseContainer, type ContainerNode } from '../../containers/commands/chooseContainers.ts'
import * as vscode from 'vscode'
import type { ContainerRecord } from '../../engine/records.ts'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickStep, runWizard, textStep } from '../../ui/wizard.ts'
import { commitContainer as commit, leftOut, parseChanges, wrongChange } from '../build/commit.ts'
import { tagNode } from '../node.ts'
import type { ImageParts } from '../parts.ts'
import { familiarReference } from '../reference.ts'
import { nameMessage, valid } from './referenceMessage.ts'

interface Answers {
	readonly name: string
	readonly message: string
	readonly author: string
	readonly changes: string
	readonly pause: boolean
}

/** Makes an image of a container's files, after saying what will be in it and what won't. */
export async function commitContainer(connected: Connected<ImageParts>, node?: ContainerNode): Promise<void> {
	const { engine, inventory } = connected
	const container = await chooseContainer(connected, node, vscode.l10n.t('Commit Container to Image'))
	await inventory.loaded('images')
	const initial = { name: '', message: '', author: '', changes: '', pause: true }
	const answers = await runWizard(vscode.l10n.t('Commit Container to Image'), initial, steps(connected, container))
	if (!answers || !(await confirmed(container, answers))) throw new Cancelled()
	const { message, author, pause } = answers
	const reference = valid(answers.name)
	const changes = parseChanges(answers.changes)
	// The engine goes on with a commit whose caller has left: it can't be cancelled.
	const progress = {
		location: vscode.ProgressLocation.Notification,
		title: vscode.l10n.t('Committing {0}', container.name),
	}
	const id = await vscode.window.withProgress(progress, () =>
		commit(engine, { containerId: container.id, reference, message, author, pause, changes }),
	)
	void showResult(familiarReference(reference), id)
}

function steps({ inventory }: Connected<ImageParts>, container: ContainerRecord) {
	return [
		textStep<Answers>({
			prompt: vscode.l10n.t('Name of the image'),
			placeholder: 'alice/app:1.2',
			value: ({ name }) => name,
			validate: (text) => nameMessage(text) ?? takenMessage(text, inventory.images.values()),
			apply: (answers, text) => ({ ...answers, name: text.trim() }),
		}),
		textStep<Answers>({
			prompt: vscode.l10n.t('Message: what changed (optional)'),
			value: ({ message }) => message,
			apply: (answers, message) => ({ ...answers, message }),
		}),
		textStep<Answers>({
			prompt: vscode.l10n.t('Author (optional)'),
			placeholder: 'Alice <alice@example.com>',
			value: ({ author }) => author,
			apply: (answers, author) => ({ ...answers, author }),
		}),
		textStep<Answers>({
			prompt: vscode.l10n.t('Changes to the configuration: instructions, separated by “;” (optional)'),
			placeholder: 'ENV MODE=demo; CMD ["server"]',
			value: ({ changes }) => changes,
			validate: (text) => {
				const wrong = wrongChange(text)
				return wrong === undefined
					? undefined
					: vscode.l10n.t(
							'“{0}” can’t be changed here: CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, USER, VOLUME, WORKDIR can.',
							wrong,
						)
			},
			apply: (answers, changes) => ({ ...answers, changes }),
		}),
		pickStep<Answers, boolean>({
			prompt: vscode.l10n.t('Pause the container while its files are read?'),
			skip: () => !isActive(container),
			choices: () => [
				{ label: vscode.l10n.t('Pause'), description: vscode.l10n.t('files fit each other'), value: true },
				{
					label: vscode.l10n.t('Don’t Pause'),
					description: vscode.l10n.t('it goes on working; a file that is being written may be cut'),
					value: false,
				},
			],
			isActive: ({ pause }, value) => pause === value,
			apply: (answers, pause) => ({ ...answers, pause }),
		}),
	]
}

function takenMessage(text: string, images: Iterable<{ readonly tags: readonly string[] }>): string | undefined {
	const name = familiarReference(valid(text))
	return [...images].some(({ tags }) => tags.includes(name))
		? vscode.l10n.t('Another image is called {0} already.', name)
		: undefined
}

async function confirmed(container: ContainerRecord, { name }: Answers): Promise<boolean> {
	const { volumes, folders, memory } = leftOut(container.mounts)
	const at = (mounts: readonly { readonly destination: string; readonly name?: string | undefined }[]) =>
		mounts.map((mount) => [mount.destination, mount.name].filter(Boolean).join(' · ')).join(', ')
	const lines = [
		vscode.l10n.t(
			'In the image: the image {0}, and every file that the container wrote outside of its mounts, secrets too.',
			container.image,
		),
		vscode.l10n.t('Its environment variables and labels are kept as they are.'),
		vscode.l10n.t('Not in the image:'),
		...(volumes.length > 0 ? [vscode.l10n.t('• the data of volumes: {0}', at(volumes))] : []),
		...(folders.length > 0 ? [vscode.l10n.t('• folders of the host: {0}', at(folders))] : []),
		...(memory.length > 0 ? [vscode.l10n.t('• files in memory (tmpfs): {0}', at(memory))] : []),
		vscode.l10n.t('• running processes, networks, ports and the name of the container'),
	]
	const action = vscode.l10n.t('Commit')
	const message = vscode.l10n.t('Commit container “{0}” to {1}?', container.name, familiarReference(valid(name)))
	return (
		(await vscode.window.showInformationMessage(message, { modal: true, detail: lines.join('\n') }, action)) === action
	)
}

async function showResult(name: string, id: string): Promise<void> {
	const push = vscode.l10n.t('Tag and Push…')
	const chosen = await vscode.window.showInformationMessage(vscode.l10n.t('Made the image {0}.', name), push)
	if (chosen === push) await vscode.commands.executeCommand('longshore.images.tagAndPush', tagNode(name, id))
}
