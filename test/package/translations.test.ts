import { getL10nJson } from '@vscode/l10n-dev'
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'

import english from '../../package.nls.json' with { type: 'json' }

type Texts = Readonly<Record<string, string>>

function read(path: string): Texts {
	const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'))
	assert.ok(typeof parsed === 'object' && parsed !== null)
	return Object.fromEntries(Object.entries(parsed).map(([key, text]) => [key, String(text)]))
}

/** `{0}`, `command:…` links, icons and addresses: what a translation has to keep. */
function kept(text: string): readonly string[] {
	return (text.match(/\{\d+\}|\(command:[^)]*\)|\$\([\w-]+\)|https?:\/\/[^\s)]+|`[^`]*`/g) ?? []).toSorted()
}

function holds(source: Texts, translated: Texts): void {
	assert.deepEqual(
		Object.keys(source).filter((key) => !translated[key]?.trim()),
		[],
		'not translated',
	)
	assert.deepEqual(
		Object.keys(translated).filter((key) => !(key in source)),
		[],
		'said nowhere any more',
	)
	for (const [key, text] of Object.entries(source)) {
		assert.deepEqual(kept(translated[key] ?? ''), kept(text), key)
	}
}

describe('the Korean translation', function () {
	// Every source file is parsed.
	this.timeout(120_000)

	it('has every text of the manifest', () => holds(english, read('package.nls.ko.json')))

	it('has every text of the code', async () => {
		const files = globSync('src/**/*.ts').map((path) => ({ extension: '.ts', contents: readFileSync(path, 'utf8') }))
		const said: Texts = Object.fromEntries(
			Object.entries(await getL10nJson(files)).map(([key, text]) => [
				key,
				typeof text === 'string' ? text : text.message,
			]),
		)
		assert.ok(Object.keys(said).length > 300)
		holds(said, read('l10n/bundle.l10n.ko.json'))
	})
})
