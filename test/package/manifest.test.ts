import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { globSync } from 'node:fs'
import manifest from '../../package.json' with { type: 'json' }
import english from '../../package.nls.json' with { type: 'json' }

const sources = globSync('src/**/*.ts').map((path) => ({ path, text: readFileSync(path, 'utf8') }))
const tables = sources.filter(({ path }) => path.endsWith('commands/table.ts'))
const handled = tables.flatMap(({ text }) => [...text.matchAll(/'(longshore\.[\w.]+)':/g)].map(([, id]) => id))
const declared = manifest.contributes.commands.map(({ command }) => command)
const keys = new Set(Object.keys(english))

describe('the manifest', () => {
	it('declares exactly the commands that are handled', () => {
		assert.deepEqual(new Set(declared), new Set(handled))
	})

	it('reaches every command from the palette or a menu', () => {
		const hidden = new Set(manifest.contributes.menus.commandPalette.map(({ command }) => command))
		const inMenus = new Set(
			[...manifest.contributes.menus['view/title'], ...manifest.contributes.menus['view/item/context']].map(
				({ command }) => command,
			),
		)
		assert.deepEqual(
			declared.filter((id) => hidden.has(id) && !inMenus.has(id)),
			[],
		)
		assert.deepEqual(
			[...inMenus].filter((id) => !declared.includes(id)),
			[],
		)
	})

	it('translates every text, and translates nothing that is not there', () => {
		const used = new Set([...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? ''))
		assert.deepEqual(used, keys)
	})

	it('gives every title a verb in Title Case and every command an icon and a category', () => {
		for (const { command, title, icon, category } of manifest.contributes.commands) {
			assert.match(icon, /^\$\([\w-]+\)$/, command)
			assert.match(category, /^%category\.\w+%$/, command)
			const text = english[title.slice(1, -1) as keyof typeof english]
			assert.match(text, /^[A-Z]\w+( |$)/, command)
		}
	})

	it('uses only context values that the views give', () => {
		const given = new Set(
			// An assignment may go on for lines; it ends where the next statement begins.
			sources.flatMap(({ text }) =>
				[...text.matchAll(/contextValue =([^]*?)\n\t(?=\w|\})/g)].flatMap(([, value]) => value?.match(/\w+/g) ?? []),
			),
		)
		const wanted = [...JSON.stringify(manifest.contributes.menus).matchAll(/viewItem =~ \/\\\\b(\w+)\\\\b\//g)]
		assert.ok(wanted.length > 0)
		for (const [, word] of wanted) assert.ok(word && [...given].includes(word), `no view gives "${word}"`)
	})
})
