import * as vscode from 'vscode'
import { projectFacts } from '../build/projectFacts.ts'
import { proposeReferences, type Proposal } from '../build/proposals.ts'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickStep, runWizard } from '../../ui/wizard.ts'
import { holderOf, shortId } from '../image.ts'
import type { ImageNode } from '../node.ts'
import { tagImage as tag } from '../operations.ts'
import type { ImageParts } from '../parts.ts'
import { familiarReference } from '../reference.ts'
import { chooseImage, type ChosenImage } from './chooseImages.ts'
import { nameSteps } from './nameSteps.ts'
import { nameMessage, valid } from './referenceMessage.ts'

interface Answers {
	readonly name: string
	/** The name is another image's, which may lose it. */
	readonly replace: boolean
}

/** Gives an image another name. Asks when another image has the name, and so loses it. */
export async function tagImage(connected: Connected<ImageParts>, node?: ImageNode): Promise<void> {
	const title = vscode.l10n.t('Tag Image')
	const chosen = await chooseImage(connected, node, title)
	const steps = stepsFor(connected, chosen, await workspaceProposals())
	const answers = await runWizard<Answers>(title, { name: chosen.reference ?? '', replace: true }, steps)
	if (!answers?.replace) throw new Cancelled()
	await tag(connected.engine, chosen.image.id, valid(answers.name))
}

/** Names that the first folder of the workspace proposes. */
async function workspaceProposals(): Promise<readonly Proposal[]> {
	const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')
	return folder ? proposeReferences(await projectFacts(folder.uri.fsPath)) : []
}

function stepsFor(
	{ inventory }: Connected<ImageParts>,
	{ image, reference }: ChosenImage,
	proposals: readonly Proposal[],
) {
	const holderNow = (name: string) => holderOf(inventory.images.values(), familiarReference(valid(name)))
	return [
		...nameSteps<Answers>(proposals, {
			read: ({ name }) => name,
			write: (answers, name) => ({ ...answers, name }),
			prompt: vscode.l10n.t('New name for {0}', reference ?? shortId(image.id)),
			validate: (text) =>
				nameMessage(text) ??
				(holderNow(text)?.id === image.id ? vscode.l10n.t('The image has this name already.') : undefined),
		}),
		pickStep<Answers, boolean>({
			prompt: vscode.l10n.t('Another image has this name now.'),
			skip: ({ name }) => nameMessage(name) !== undefined || holderNow(name) === undefined,
			choices: ({ name }) => [
				{
					label: vscode.l10n.t('Move the Name Here'),
					description: vscode.l10n.t('the image {0} loses it', shortId(holderNow(name)?.id ?? '')),
					value: true,
				},
				{ label: vscode.l10n.t('Leave It'), value: false },
			],
			apply: (answers, replace) => ({ ...answers, replace }),
		}),
	]
}
