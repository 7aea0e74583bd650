import * as vscode from 'vscode'
import { pickOne, selected } from '../../../ui/pick.ts'
import { isUnderWay, type PushRecord } from '../push.ts'
import type { Pushes } from '../pushes.ts'
import { pushText } from '../pushText.ts'
import type { PushNode } from '../view.ts'

/** The pushes that a menu was opened on, or the one that a person picks. */
export async function choosePushes(
	pushes: Pushes,
	node: PushNode | undefined,
	nodes: readonly PushNode[] | undefined,
	question: { readonly title: string; readonly fits?: (push: PushRecord) => boolean },
): Promise<readonly PushRecord[]> {
	const { title, fits = () => true } = question
	const chosen = selected(node, nodes).flatMap(({ pushId }) => pushes.byId(pushId) ?? [])
	if (chosen.length > 0) return chosen.filter(fits)
	const push = await pickOne({
		title,
		prompt: vscode.l10n.t('Which push?'),
		none: vscode.l10n.t('There is no such push.'),
		choices: pushes
			.all()
			.filter(fits)
			.map((each) => ({
				label: each.reference,
				description: pushText(each, pushes.progressOf(each.id)),
				value: each,
			})),
	})
	return [push]
}

export function isOver(push: PushRecord): boolean {
	return !isUnderWay(push)
}
