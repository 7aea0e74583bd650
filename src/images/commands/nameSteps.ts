import * as vscode from 'vscode'
import type { Proposal } from '../build/proposals.ts'
import { pickStep, textStep, type Step } from '../../ui/wizard.ts'
import { nameMessage, referenceMessage } from './referenceMessage.ts'

interface Field<A> {
	readonly read: (answers: A) => string
	readonly write: (answers: A, name: string) => A
	readonly prompt: string
	readonly validate: (text: string) => string | undefined
}

/**
 * How an image shall be called: what the project proposes, then a field in which that stands to be changed, checked as
 * one types.
 */
export function nameSteps<A>(proposals: readonly Proposal[], field: Field<A>): readonly Step<A>[] {
	return [
		pickStep<A, string | undefined>({
			prompt: vscode.l10n.t('How shall the image be called?'),
			skip: () => proposals.length === 0,
			choices: () => [
				...proposals.map((proposal) => ({
					label: proposal.reference,
					description: originOf(proposal),
					value: proposal.reference,
				})),
				{ label: vscode.l10n.t('$(edit) Another Name…'), value: undefined },
			],
			isActive: (answers, value) => field.read(answers) === value,
			apply: (answers, name) => (name === undefined ? answers : field.write(answers, name)),
		}),
		textStep<A>({
			prompt: field.prompt,
			placeholder: 'alice/app:1.2',
			value: field.read,
			validate: field.validate,
			apply: (answers, text) => field.write(answers, text.trim()),
		}),
	]
}

function originOf({ origin, source }: Proposal): string {
	switch (origin) {
		case 'version':
			return vscode.l10n.t('version {0} of package.json', source)
		case 'gitTag':
			return vscode.l10n.t('git tag {0}', source)
		case 'branch':
			return vscode.l10n.t('git branch {0}', source)
		case 'latest':
			return vscode.l10n.t('Docker’s default tag')
	}
}

/** What is wrong with the first of several names that is wrong, with its place in the whole text. */
export function namesMessage(text: string): string | undefined {
	if (text.trim() === '') return nameMessage('')
	for (const { 0: name, index } of text.matchAll(/\S+/g)) {
		// Blanks before it, so that the character is counted from the beginning of the field.
		if (referenceMessage(name) !== undefined) return referenceMessage(' '.repeat(index) + name)
		const message = nameMessage(name)
		if (message !== undefined) return message
	}
	return undefined
}

/** Names that stand in a field, separated by blanks. */
export function namesIn(text: string): readonly string[] {
	return text.split(/\s+/).filter(Boolean)
}
