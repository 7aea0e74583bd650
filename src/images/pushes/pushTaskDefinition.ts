import * as v from 'valibot'
import type { Account } from '../../registries/account.ts'
import { isOwn, isReferenceError, parseReference, type Reference } from '../reference.ts'

/** The `type` of a task in `tasks.json`. */
export const pushTaskType = 'longshore: push'

const schema = v.object({
	image: v.pipe(v.string(), v.trim(), v.nonEmpty('“image” is empty.')),
	as: v.optional(v.union([v.string(), v.array(v.string())])),
	account: v.optional(v.string()),
	visibility: v.optional(v.picklist(['private', 'public'])),
	preflight: v.optional(v.picklist(['full', 'quick', 'off'])),
	pushAnyway: v.optional(v.boolean()),
})

/** What a task says. */
export interface PushTask extends Omit<v.InferOutput<typeof schema>, 'as'> {
	/** What it is pushed as; at least one. */
	readonly references: readonly Reference[]
}

/**
 * Reads a task's definition.
 *
 * @returns The task, or what is wrong with it; in English, as the rest of `tasks.json` is.
 */
export function readPushTask(definition: unknown): PushTask | string {
	const parsed = v.safeParse(schema, definition)
	if (!parsed.success) {
		const [issue] = parsed.issues
		return `${v.getDotPath(issue) ?? pushTaskType}: ${issue.message}`
	}
	const { as, ...task } = parsed.output
	const names = as === undefined ? [task.image] : typeof as === 'string' ? [as] : as
	if (names.length === 0) return '“as” is empty.'
	const references: Reference[] = []
	for (const name of names) {
		const reference = parseReference(name.trim())
		if (isReferenceError(reference)) return `“${name}” is not the name of an image (${reference.problem}).`
		if (reference.digest !== undefined) return `“${name}” has a digest, which comes from the content.`
		references.push(reference)
	}
	return { ...task, references }
}

/**
 * Whose name a task's push goes under: the one it says, the one that the name begins with, or the only one.
 *
 * @returns The account, nobody, or what is wrong.
 */
export function accountOf(
	{ account }: Pick<PushTask, 'account'>,
	reference: Reference,
	accounts: readonly Account[],
): Account | undefined | string {
	const there = accounts.filter(({ registry }) => registry === reference.domain)
	if (account !== undefined) {
		return there.find(({ userName }) => userName === account) ?? `${account} is not signed in to ${reference.domain}.`
	}
	const [first] = there
	if (there.length <= 1) return first
	return (
		there.find((each) => isOwn(reference, each)) ??
		`Several accounts are signed in to ${reference.domain}: say which one with “account”.`
	)
}
