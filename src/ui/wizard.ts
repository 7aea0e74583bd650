import * as vscode from 'vscode'

/** Where a wizard stands when a step asks. */
interface Ask<A> {
	readonly title: string
	readonly answers: A
	readonly number: number
	readonly total: number
}

type Reply<A> = { readonly kind: 'next' | 'back'; readonly answers: A } | { readonly kind: 'closed' }

/** One question. Made by {@link textStep}, {@link pickStep} and {@link pickManyStep}. */
export interface Step<A> {
	/** Steps that the answers so far make needless are left out, also of the count. */
	readonly skip: (answers: A) => boolean
	readonly ask: (ask: Ask<A>) => Promise<Reply<A>>
}

export interface Choice<V> {
	/** May start with an icon: `$(database) data`. */
	readonly label: string
	readonly description?: string
	readonly detail?: string
	/** Also where what is typed doesn't fit it. */
	readonly alwaysShow?: boolean
	readonly value: V
}

type Choices<A, V> = (answers: A) => Promise<readonly Choice<V>[]> | readonly Choice<V>[]

/** A line of text, checked as it is typed. */
export function textStep<A>(step: {
	readonly prompt: string
	readonly placeholder?: string
	readonly password?: boolean
	readonly skip?: (answers: A) => boolean
	/** What stands in the field at first, and again after Back. */
	readonly value: (answers: A) => string
	/** What is wrong with the text, or nothing. Runs at each key. */
	readonly validate?: (text: string, answers: A) => string | undefined
	/** What speaks against a text that is valid. It can be accepted all the same. */
	readonly warn?: (text: string, answers: A) => string | undefined
	readonly apply: (answers: A, text: string) => A
}): Step<A> {
	return {
		skip: step.skip ?? never,
		ask: (ask) =>
			shown(vscode.window.createInputBox(), ask, (box, settle) => {
				box.prompt = step.prompt
				box.placeholder = step.placeholder
				box.password = step.password ?? false
				box.value = step.value(ask.answers)
				const check = () => {
					const wrong = step.validate?.(box.value, ask.answers)
					const doubt = wrong === undefined ? step.warn?.(box.value, ask.answers) : undefined
					box.validationMessage =
						doubt === undefined ? wrong : { message: doubt, severity: vscode.InputBoxValidationSeverity.Warning }
					return wrong
				}
				// What nobody has typed yet is not told off, which would hide the question; accepting it is refused all the same.
				if (step.validate?.(box.value, ask.answers) === undefined) check()
				return [
					box.onDidChangeValue(check),
					box.onDidAccept(() => {
						if (check() === undefined) settle('next', step.apply(ask.answers, box.value))
					}),
					box.onDidTriggerButton(() => settle('back', step.apply(ask.answers, box.value))),
				]
			}),
	}
}

/** One of several. */
export function pickStep<A, V>(step: {
	readonly prompt: string
	readonly skip?: (answers: A) => boolean
	readonly choices: Choices<A, V>
	/** Whether this is the one chosen before, after Back. */
	readonly isActive?: (answers: A, value: V) => boolean
	readonly apply: (answers: A, value: V) => A
}): Step<A> {
	return {
		skip: step.skip ?? never,
		ask: (ask) =>
			shown(vscode.window.createQuickPick<vscode.QuickPickItem & Choice<V>>(), ask, (pick, settle, fail) => {
				pick.placeholder = step.prompt
				fill(pick, step.choices(ask.answers), (items) => {
					const active = items.filter((item) => step.isActive?.(ask.answers, item.value))
					// None would take away that the first one is, so that Enter did nothing.
					if (active.length > 0) pick.activeItems = active
				}).catch(fail)
				return [
					pick.onDidAccept(() => {
						const [item] = pick.selectedItems
						if (item) settle('next', step.apply(ask.answers, item.value))
					}),
					pick.onDidTriggerButton(() => settle('back', ask.answers)),
				]
			}),
	}
}

/** Any number of several. */
export function pickManyStep<A, V>(step: {
	readonly prompt: string
	readonly skip?: (answers: A) => boolean
	readonly choices: Choices<A, V>
	/** Whether it is ticked at first, and again after Back. */
	readonly isPicked: (answers: A, value: V) => boolean
	readonly apply: (answers: A, values: readonly V[]) => A
}): Step<A> {
	return {
		skip: step.skip ?? never,
		ask: (ask) =>
			shown(vscode.window.createQuickPick<vscode.QuickPickItem & Choice<V>>(), ask, (pick, settle, fail) => {
				pick.placeholder = step.prompt
				pick.canSelectMany = true
				const applied = () =>
					step.apply(
						ask.answers,
						pick.selectedItems.map((item) => item.value),
					)
				fill(pick, step.choices(ask.answers), (items) => {
					pick.selectedItems = items.filter((item) => step.isPicked(ask.answers, item.value))
				}).catch(fail)
				return [
					pick.onDidAccept(() => settle('next', applied())),
					pick.onDidTriggerButton(() => settle('back', applied())),
				]
			}),
	}
}

/**
 * Leads through the steps, forth and back. What was answered stays when one goes back.
 *
 * @returns The answers, or nothing if the person left.
 * @throws what kept a step from knowing its choices.
 */
export async function runWizard<A>(title: string, initial: A, steps: readonly Step<A>[]): Promise<A | undefined> {
	let answers = initial
	let index = next(steps, answers, 0)
	while (index < steps.length) {
		const step = steps[index]
		if (!step) break
		const asked = steps.filter((each) => !each.skip(answers))
		const reply = await step.ask({ title, answers, number: asked.indexOf(step) + 1, total: asked.length })
		if (reply.kind === 'closed') return undefined
		answers = reply.answers
		index = reply.kind === 'next' ? next(steps, answers, index + 1) : previous(steps, answers, index - 1)
	}
	return answers
}

function next<A>(steps: readonly Step<A>[], answers: A, from: number): number {
	const found = steps.findIndex((step, index) => index >= from && !step.skip(answers))
	return found === -1 ? steps.length : found
}

function previous<A>(steps: readonly Step<A>[], answers: A, from: number): number {
	return Math.max(
		0,
		steps.findLastIndex((step, index) => index <= from && !step.skip(answers)),
	)
}

function never(): boolean {
	return false
}

async function fill<V>(
	pick: vscode.QuickPick<vscode.QuickPickItem & Choice<V>>,
	choices: Promise<readonly Choice<V>[]> | readonly Choice<V>[],
	then: (items: readonly (vscode.QuickPickItem & Choice<V>)[]) => void,
): Promise<void> {
	pick.matchOnDescription = true
	pick.matchOnDetail = true
	pick.busy = true
	try {
		pick.items = await choices
		then(pick.items)
	} finally {
		pick.busy = false
	}
}

function shown<A, I extends vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox>(
	input: I,
	ask: Ask<A>,
	listen: (
		input: I,
		settle: (kind: 'next' | 'back', answers: A) => void,
		fail: (reason: unknown) => void,
	) => readonly vscode.Disposable[],
): Promise<Reply<A>> {
	input.title = ask.title
	if (ask.total > 1) {
		input.step = ask.number
		input.totalSteps = ask.total
	}
	input.ignoreFocusOut = true
	if (ask.number > 1) input.buttons = [vscode.QuickInputButtons.Back]
	const { promise, resolve, reject } = Promise.withResolvers<Reply<A>>()
	const subscriptions = vscode.Disposable.from(
		input,
		...listen(input, (kind, answers) => resolve({ kind, answers }), reject),
		input.onDidHide(() => resolve({ kind: 'closed' })),
	)
	input.show()
	return promise.finally(() => subscriptions.dispose())
}
