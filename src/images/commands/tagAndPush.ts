import * as vscode from 'vscode'
import type { Account } from '../../registries/account.ts'
import { signIn } from '../../registries/commands/signIn.ts'
import { Cancelled } from '../../ui/failure.ts'
import { whenConnected, type Connected } from '../../ui/parts.ts'
import { pickStep, runWizard, textStep } from '../../ui/wizard.ts'
import { holderOf, shortId } from '../image.ts'
import { imageChoices } from '../items.ts'
import { danglingNode, tagNode, type ImageNode } from '../node.ts'
import type { ImageParts } from '../parts.ts'
import { familiarReference, proposedReference, type Reference } from '../reference.ts'
import { chooseImage, type ChosenImage } from './chooseImages.ts'
import { nameMessage, valid } from './referenceMessage.ts'
import { runPush } from './runPush.ts'

interface Answers {
	readonly image: ChosenImage | undefined
	readonly account: Account | 'new' | undefined
	/** Empty until it was typed: the account proposes it. */
	readonly reference: string
}

/** The whole way of an image to a registry: which image, as whom, under which name; then tag and push. */
export async function tagAndPush(connected: Connected<ImageParts>, node?: ImageNode): Promise<void> {
	const { accounts, inventory } = connected
	await inventory.loaded('images', 'containers')
	const given = node && 'imageId' in node ? await chooseImage(connected, node, '') : undefined
	if (accounts.all().length === 0) await signIn(connected)
	let answers: Answers | undefined = { image: given, account: undefined, reference: '' }
	const title = vscode.l10n.t('Tag and Push Image')
	do {
		const { image, reference }: Answers = answers
		const account: Answers['account'] = answers.account === 'new' ? await signIn(connected) : answers.account
		answers = await runWizard(title, { image, account, reference }, steps(connected, given !== undefined))
		if (!answers) throw new Cancelled()
	} while (answers.account === 'new')
	const { image, account } = answers
	if (!image || !account) throw new Cancelled()
	const reference = valid(answers.reference)
	const { id } = image.image
	// By then another engine may have been chosen.
	const again = whenConnected(connected, tagAndPush)
	const rename = () => again(image.reference ? tagNode(image.reference, id) : danglingNode(id))
	await runPush(connected, { reference, account, tag: { imageId: id }, rename })
}

/** The same for an image that has a name already, which cannot be pushed. */
export async function pushUnderAnotherName(connected: Connected<ImageParts>, reference: Reference): Promise<void> {
	const name = familiarReference(reference)
	const image = holderOf(connected.inventory.images.values(), name)
	await whenConnected(connected, tagAndPush)(image && tagNode(name, image.id))
}

function steps({ accounts, inventory }: Connected<ImageParts>, isGiven: boolean) {
	return [
		pickStep<Answers, ChosenImage>({
			prompt: vscode.l10n.t('Which image?'),
			skip: () => isGiven,
			choices: () => imageChoices(inventory.images.values()),
			isActive: ({ image }, value) => image?.image.id === value.image.id && image.reference === value.reference,
			apply: (answers, image) => ({ ...answers, image, reference: '' }),
		}),
		pickStep<Answers, Account | 'new'>({
			prompt: vscode.l10n.t('Push it as whom?'),
			choices: () => [
				...accounts.all().map((account) => ({
					label: `$(account) ${account.userName}`,
					description: account.registry,
					value: account,
				})),
				{ label: vscode.l10n.t('$(sign-in) Sign In to Another…'), value: 'new' as const },
			],
			isActive: ({ account }, value) => account === value,
			apply: (answers, account) => ({
				...answers,
				account,
				reference: answers.account === account ? answers.reference : '',
			}),
		}),
		textStep<Answers>({
			prompt: vscode.l10n.t('Name to push it under; the account’s name stands in front'),
			placeholder: 'docker.io/alice/app:1.2',
			skip: ({ account }) => account === 'new',
			value: ({ account, image, reference }) =>
				reference || (account && account !== 'new' ? proposedReference(account, image?.reference) : ''),
			validate: (text, { account }) => nameMessage(text) ?? registryMessage(text, account),
			warn: (text, { image }) => {
				const holder = holderOf(inventory.images.values(), familiarReference(valid(text)))
				return holder === undefined || holder.id === image?.image.id
					? undefined
					: vscode.l10n.t('The image {0} has this name now and loses it.', shortId(holder.id))
			},
			apply: (answers, text) => ({ ...answers, reference: text.trim() }),
		}),
	]
}

function registryMessage(text: string, account: Answers['account']): string | undefined {
	if (account === undefined || account === 'new') return undefined
	const { domain } = valid(text)
	return domain === account.registry
		? undefined
		: vscode.l10n.t('This name belongs to {0}, but you push to {1}.', domain, account.registry)
}
