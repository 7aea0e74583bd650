import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { root } from '../../support/codeServer.ts'
import type { Measure } from '../measure.ts'

/** What is loaded at activation, what is loaded later, and what a person downloads. */
export const size: Measure = {
	name: 'size',
	run: async ({ vsix }) => {
		const dist = join(root, 'dist')
		const parts = await readdir(join(dist, 'parts'))
		const sizes = await Promise.all(parts.map((name) => kilobytes(join(dist, 'parts', name))))
		return [
			{ what: 'Bundle, read at activation', value: await kilobytes(join(dist, 'extension.js')), unit: 'kB', bar: 600 },
			{ what: 'Parts, read when needed', value: sizes.reduce((sum, each) => sum + each, 0), unit: 'kB' },
			{ what: 'Package (.vsix)', value: await kilobytes(vsix), unit: 'kB', bar: 1000 },
		]
	},
}

async function kilobytes(path: string): Promise<number> {
	return (await stat(path)).size / 1000
}
