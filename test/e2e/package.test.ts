import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { root } from '../support/codeServer.ts'
import { openStage } from './stage.ts'

describe('The package', () => {
	it('installs into VS Code, and works there', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'longshore-package-'))
		try {
			const vsix = join(folder, 'longshore.vsix')
			await promisify(execFile)('npm', ['run', 'package', '--', '--out', vsix], { cwd: root })
			await using stage = await openStage({ vsix })
			const { workbench } = stage
			await workbench.row('Volumes', /^uploads/).waitFor()
			await workbench.row('Networks', /^shop_back/).waitFor()
			await workbench.row('Images', /^shop\/api/).waitFor()
		} finally {
			await rm(folder, { recursive: true, force: true })
		}
	})
})
