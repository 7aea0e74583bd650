import { execFileSync } from 'node:child_process'
import { onStage } from './stage.ts'

describe('A volume as a folder of the workspace', () => {
	const stage = onStage({ settings: { 'git.enabled': true } })

	async function open(way: RegExp): Promise<void> {
		const { workbench } = stage()
		await workbench.menu(workbench.row('Volumes', /^shop_database/), 'Open Volume as Workspace Folder')
		await workbench.choice(way).waitFor()
		await workbench.screenshot('volume-folder-ways')
		await workbench.choice(way).click()
		// VS Code starts anew with it.
		await workbench.page.waitForURL(/folder=/)
	}

	it('through the engine stays one', async () => {
		const { workbench } = stage()
		await open(/Through the Engine/)
		await workbench.view('Explorer Section: shop_database').waitFor({ timeout: 30_000 })
		await explorerLine().waitFor({ timeout: 30_000 })
		await workbench.screenshot('volume-workspace')
	})

	it('on this machine is searched by VS Code, and has Git', async () => {
		const { engine, workbench } = stage()
		const { Mountpoint } = await engine.docker.getVolume('shop_database').inspect()
		execFileSync('git', ['init', '--quiet', Mountpoint])
		await workbench.command('Workspaces: Close Workspace')
		await workbench.openSidebar()
		await open(/The Folder on This Machine/)
		await explorerLine().waitFor({ timeout: 30_000 })
		await workbench.command('Search: Find in Files')
		await workbench.page.locator('.search-view .search-widget textarea').first().fill('5432')
		await workbench.page.locator('.search-view .results .monaco-list-row').filter({ hasText: 'port = 5432' }).waitFor()
		await workbench.screenshot('volume-folder-search')
		await workbench.page.locator('.activitybar [aria-label^="Source Control"]').first().click()
		await workbench.page.locator('.scm-view .monaco-list-row').filter({ hasText: 'server.conf' }).waitFor()
		await workbench.screenshot('volume-folder-git')
	})

	const explorerLine = () =>
		stage().workbench.page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: 'server.conf' })
})
