import * as vscode from 'vscode'
import { isReferenceError, parseReference, type Reference, type ReferenceError } from '../reference.ts'

/** What is wrong with a reference and at which character, in the person's language; nothing if it is fine. */
export function referenceMessage(text: string): string | undefined {
	const parsed = parseReference(text.trim())
	if (!isReferenceError(parsed)) return undefined
	const meaning = meaningOf(parsed)
	if (parsed.problem === 'empty') return meaning
	const at = text.length - text.trimStart().length + parsed.at
	return at >= text.trimEnd().length
		? vscode.l10n.t('At the end: {0}', meaning)
		: vscode.l10n.t('At character {0}, “{1}”: {2}', at + 1, text.charAt(at), meaning)
}

function meaningOf({ problem, part }: ReferenceError): string {
	switch (problem) {
		case 'empty':
			return vscode.l10n.t('A name is needed, such as alice/app:1.2.')
		case 'whitespace':
			return vscode.l10n.t('Spaces cannot be in a name.')
		case 'scheme':
			return vscode.l10n.t('Leave out “{0}”: a name begins with the registry.', part)
		case 'domain':
			return vscode.l10n.t('“{0}” is not the address of a registry.', part)
		case 'uppercase':
			return vscode.l10n.t('“{0}” must be in lower case: {1}', part, part.toLowerCase())
		case 'emptyPart':
			if (part === '') return vscode.l10n.t('A name is needed before the tag or digest.')
			return vscode.l10n.t('Something is missing before or after a “/”.')
		case 'path':
			return vscode.l10n.t(
				'“{0}” may have lower-case letters and digits, with single “.”, up to two “_”, or “-” between them.',
				part,
			)
		case 'tag':
			return vscode.l10n.t(
				'The tag “{0}” may have letters, digits, “_”, “.” and “-”, and not begin with “.” or “-”.',
				part,
			)
		case 'tagLength':
			return vscode.l10n.t('The tag has {0} characters; 128 is the most.', part.length)
		case 'digest':
			return vscode.l10n.t('“{0}” is not a digest: sha256: and 64 of the characters 0–9 and a–f.', part)
		case 'length':
			return vscode.l10n.t('The name with its registry has {0} characters; 255 is the most.', part.length)
		case 'identifier':
			return vscode.l10n.t('This looks like the ID of an image, not like a name.')
	}
}

/** The same for what an image shall be called: a digest can't be given. */
export function nameMessage(text: string): string | undefined {
	const message = referenceMessage(text)
	if (message !== undefined) return message
	return valid(text).digest === undefined
		? undefined
		: vscode.l10n.t('A digest comes from the content; it cannot be given.')
}

/** A reference that was checked before. */
export function valid(text: string): Reference {
	const parsed = parseReference(text.trim())
	if (isReferenceError(parsed)) throw new Error(`Not a reference: ${text}`)
	return parsed
}
