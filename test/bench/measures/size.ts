import { stat } from 'node:fs/promises'
import { join } from 'node:path'

import { root } from '../../support/codeServer.ts'
import type { Measure } from '../measure.ts'

/** What is loaded at activation, and what a person downloads. */
export const size: Measure = {
	name: 'size',
	run: async ({ vsix }) => [
		{ what: 'Bundle', value: (await stat(join(root, 'dist/extension.cjs'))).size / 1000, unit: 'kB', bar: 600 },
		{ what: 'Package (.vsix)', value: (await stat(vsix)).size / 1000, unit: 'kB', bar: 1000 },
	],
}
