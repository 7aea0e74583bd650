import * as vscode from 'vscode'
import { Cancelled } from './failure.ts'
import type { Choice } from './wizard.ts'

interface Question<V> {
	readonly title: string
	readonly prompt: string
	readonly choices: readonly Choice<V>[]
	/** Said where there is nothing to choose from. */
	readonly none: string
}

/**
 * One of several.
 *
 * @throws {Cancelled} when the person leaves, or when there is nothing to choose from, which is said.
 */
export async function pickOne<V>(question: Question<V>): Promise<V> {
	const { title, prompt } = question
	const options = { title, placeHolder: prompt, matchOnDescription: true, matchOnDetail: true }
	const picked = await vscode.window.showQuickPick(await some(question), options)
	if (!picked) throw new Cancelled()
	return picked.value
}

/**
 * At least one of several.
 *
 * @param ticked Which of them are ticked at first.
 * @throws {Cancelled} as {@link pickOne}.
 */
export async function pickMany<V>(
	question: Question<V>,
	ticked: (value: V) => boolean = () => false,
): Promise<readonly V[]> {
	const { title, prompt } = question
	const items = (await some(question)).map((choice) => Object.assign({ picked: ticked(choice.value) }, choice))
	const options = {
		title,
		placeHolder: prompt,
		matchOnDescription: true,
		matchOnDetail: true,
		canPickMany: true,
	} as const
	const picked = await vscode.window.showQuickPick(items, options)
	if (!picked || picked.length === 0) throw new Cancelled()
	return picked.map((item) => item.value)
}

async function some<V>({ choices, none }: Question<V>): Promise<readonly Choice<V>[]> {
	if (choices.length > 0) return choices
	await vscode.window.showInformationMessage(none)
	throw new Cancelled()
}

/** What a menu was opened on: the node, or the whole selection where the node belongs to it. */
export function selected<N>(node: N | undefined, nodes: readonly N[] | undefined): readonly N[] {
	if (nodes && nodes.length > 0) return nodes
	return node === undefined ? [] : [node]
}
