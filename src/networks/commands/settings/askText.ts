import * as vscode from 'vscode'
import type { Labels } from '../../../engine/records.ts'
import { formatPairs, parsePairs } from '../../../ui/pairs.ts'
import { runWizard, textStep } from '../../../ui/wizard.ts'

interface Field {
	readonly prompt: string
	readonly placeholder?: string
	readonly value: string
	readonly validate?: (text: string) => string | undefined
}

/** Asks for one line of text, trimmed; nothing if the person left. */
export function askText(title: string, field: Field): Promise<string | undefined> {
	const { prompt, placeholder = '', value, validate } = field
	return runWizard(title, value, [
		textStep<string>({
			...{ prompt, placeholder },
			value: (text) => text,
			...(validate ? { validate: (text) => validate(text.trim()) } : {}),
			apply: (_, text) => text.trim(),
		}),
	])
}

/** Asks for pairs of key and value; nothing if the person left. */
export async function askPairs(
	title: string,
	prompt: string,
	pairs: Labels,
	validate: (pairs: Labels) => string | undefined = () => undefined,
): Promise<Labels | undefined> {
	const text = await askText(title, {
		...{ prompt, placeholder: 'key=value', value: formatPairs(pairs) },
		validate: (typed) => pairsMessage(typed) ?? validate(pairsOf(typed)),
	})
	return text === undefined ? undefined : pairsOf(text)
}

/** What is wrong with pairs as they are typed; nothing if they are fine. */
export function pairsMessage(text: string): string | undefined {
	const parsed = parsePairs(text)
	return 'wrong' in parsed ? vscode.l10n.t('“{0}” is not key=value.', parsed.wrong) : undefined
}

export function pairsOf(text: string): Labels {
	const parsed = parsePairs(text)
	return 'pairs' in parsed ? parsed.pairs : {}
}
