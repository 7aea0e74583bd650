import * as vscode from 'vscode'

/** A line of a form: what is set, what it means, and how it is changed. */
export interface FormLine<A> {
	/** Stays the same while the answers change, so that the line stays where it was. */
	readonly id: string
	/** May start with an icon: `$(lock) Internal`. */
	readonly label: string
	/** What is set. */
	readonly value?: string
	/** What it means. */
	readonly detail?: string
	/** The heading under which it stands, if it is the first there. */
	readonly heading?: string
	/** Returns the new answers; nothing if the person changed their mind. A line without it accepts the form. */
	readonly edit?: (answers: A) => Promise<A | undefined> | A
}

/**
 * Shows all that can be set, each line with its value and meaning, and lets the person change one after the other. The
 * first line accepts, so that Enter alone does it.
 *
 * @returns The answers, or nothing if the person left.
 */
export async function runForm<A>(
	title: string,
	prompt: string,
	initial: A,
	linesOf: (answers: A) => readonly FormLine<A>[],
): Promise<A | undefined> {
	let answers = initial
	let active: string | undefined
	for (;;) {
		const line = await choose(title, prompt, linesOf(answers), active)
		if (!line) return undefined
		if (!line.edit) return answers
		active = line.id
		answers = (await line.edit(answers)) ?? answers
	}
}

type Item<A> = vscode.QuickPickItem & { readonly line?: FormLine<A> }

function choose<A>(
	title: string,
	prompt: string,
	lines: readonly FormLine<A>[],
	active: string | undefined,
): Promise<FormLine<A> | undefined> {
	const pick = vscode.window.createQuickPick<Item<A>>()
	pick.title = title
	pick.placeholder = prompt
	pick.ignoreFocusOut = true
	pick.matchOnDescription = true
	pick.matchOnDetail = true
	const { promise, resolve } = Promise.withResolvers<FormLine<A> | undefined>()
	const subscriptions = vscode.Disposable.from(
		pick,
		pick.onDidAccept(() => {
			const [item] = pick.selectedItems
			if (item?.line) resolve(item.line)
		}),
		pick.onDidHide(() => resolve(undefined)),
	)
	pick.show()
	pick.items = lines.flatMap(itemsOf)
	const wanted = pick.items.find(({ line }) => line !== undefined && line.id === active) ?? pick.items[0]
	pick.activeItems = wanted ? [wanted] : []
	return promise.finally(() => subscriptions.dispose())
}

function itemsOf<A>(line: FormLine<A>): readonly Item<A>[] {
	const { label, value, detail, heading } = line
	const item = {
		label,
		...(value === undefined ? {} : { description: value }),
		...(detail === undefined ? {} : { detail }),
		line,
	}
	return heading === undefined ? [item] : [{ label: heading, kind: vscode.QuickPickItemKind.Separator }, item]
}
