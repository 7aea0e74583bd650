import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { activationBytes } from '../../support/bundle.ts'
import { root } from '../../support/codeServer.ts'
import type { Measure } from '../measure.ts'

/** What is loaded at activation, what is loaded later, and what a person downloads. */
export const size: Measure = {
	name: 'size',
	run: async ({ vsix }) => {
		const dist = join(root, 'dist')
		const files = await readdir(dist, { recursive: true })
		const sizes = await Promise.all(
			files.filter((name) => name.endsWith('.js')).map((name) => kilobytes(join(dist, name))),
		)
		const atActivation = (await activationBytes()) / 1000
		const all = sizes.reduce((sum, each) => sum + each, 0)
		return [
			{ what: 'Bundle, read at activation', value: atActivation, unit: 'kB', bar: 600 },
			{ what: 'Parts, read when needed', value: all - atActivation, unit: 'kB' },
			{ what: 'Package (.vsix)', value: await kilobytes(vsix), unit: 'kB', bar: 1000 },
		]
	},
}

async function kilobytes(path: string): Promise<number> {
	return (await stat(path)).size / 1000
}
