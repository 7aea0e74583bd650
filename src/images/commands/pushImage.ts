import * as vscode from 'vscode'
import type { Account } from '../../registries/account.ts'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { selected } from '../../ui/pick.ts'
import { repositoryOf } from '../image.ts'
import type { ImageNode } from '../node.ts'
import type { ImageParts } from '../parts.ts'
import { namespaceOf, type Reference } from '../reference.ts'
import { accountFor } from './accountFor.ts'
import { chooseImage } from './chooseImages.ts'
import { valid } from './referenceMessage.ts'
import { runPushes, type Push } from './runPush.ts'
import { pushUnderAnotherName, tagAndPush } from './tagAndPush.ts'

/** Pushes images under names that they have: one, all that are selected, or all tags of a repository. */
export async function pushImage(
	connected: Connected<ImageParts>,
	node?: ImageNode,
	nodes?: readonly ImageNode[],
): Promise<void> {
	const names = new Set(selected(node, nodes).flatMap((each) => namesOf(connected, each)))
	if (names.size === 0) {
		const { reference } = await chooseImage(connected, node, vscode.l10n.t('Push Image'), true)
		if (reference === undefined) return tagAndPush(connected, node)
		names.add(reference)
	}
	const references = [...names].map(valid)
	if (references.some(({ digest }) => digest !== undefined)) {
		throw new Failure(vscode.l10n.t('An image without a tag cannot be pushed: give it one first.'), [
			{ title: vscode.l10n.t('Tag and Push…'), run: () => tagAndPush(connected, node) },
		])
	}
	const whose = accountsOnce(connected)
	const pushes: Push[] = []
	for (const reference of references) {
		const rename = () => pushUnderAnotherName(connected, reference)
		pushes.push({ reference, account: await whose(reference), rename })
	}
	await runPushes(connected, pushes)
}

function namesOf({ inventory }: Connected<ImageParts>, node: ImageNode): readonly string[] {
	if (node.kind === 'tag') return [node.reference]
	if (node.kind !== 'repository') return []
	const tags = [...inventory.images.values()].flatMap((image) => image.tags)
	return tags.filter((tag) => repositoryOf(tag) === node.repository).sort()
}

/** Whose name each push goes under; asked once for each namespace of each registry. */
function accountsOnce(connected: Connected<ImageParts>): (reference: Reference) => Promise<Account | undefined> {
	const known = new Map<string, Account | undefined>()
	return async (reference) => {
		const key = `${reference.domain}/${namespaceOf(reference)}`
		if (!known.has(key)) known.set(key, await accountFor(connected, reference))
		return known.get(key)
	}
}
