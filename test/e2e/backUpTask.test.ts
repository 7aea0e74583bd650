import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { onStage } from './stage.ts'

const workspace = await mkdtemp(join(tmpdir(), 'longshore-workspace-'))
await mkdir(join(workspace, '.vscode'))
const folder = '${workspaceFolder}/backups'
const task = { label: 'nightly', type: 'longshore: backup', project: 'shop', folder, problemMatcher: [] }
await writeFile(join(workspace, '.vscode/tasks.json'), JSON.stringify({ version: '2.0.0', tasks: [task] }))

describe('The backup task', () => {
	const stage = onStage({ workspace })
	after(async () => {
		await rm(workspace, { recursive: true })
	})

	it('runs from tasks.json without a question', async () => {
		const { workbench } = stage()
		await workbench.command('Tasks: Run Task')
		await workbench.choice('nightly').first().click()
		try {
			await workbench.page.locator('.terminal-wrapper').first().waitFor({ timeout: 20_000 })
			for (;;) {
				const files = await readdir(join(workspace, 'backups')).catch(() => [])
				if (files.some((name) => /^shop_database-.*\.tar\.zst$/.test(name))) break
				await workbench.page.waitForTimeout(200)
			}
		} finally {
			await workbench.screenshot('backups-13-task')
		}
	})
})
