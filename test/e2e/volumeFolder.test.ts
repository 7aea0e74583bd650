import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { makeShop } from '../support/scene.ts'
import { onStage } from './stage.ts'

describe('A volume as a folder of the workspace', () => {
	const stage = onStage({
		settings: { 'git.enabled': true },
		scene: async ({ docker }) => {
			await makeShop(docker)
			// A volume that a container runs with is not emptied.
			await docker.getContainer('shop-database-1').stop({ t: 0 })
		},
	})

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

	it('shows in the Explorer, and in an editor, what became of the volume as a whole', async () => {
		const { engine, workbench } = stage()
		const { Mountpoint } = await engine.docker.getVolume('shop_database').inspect()
		const write = (text: string) => writeFile(join(Mountpoint, 'server.conf'), text)
		const editor = workbench.page.locator('.editor-container .view-lines').first()
		const deleted = workbench.page.locator('.tabs-container .tab .monaco-icon-label.strikethrough')
		// A first try may have left the volume empty.
		await write('port = 5432\n')
		await workbench.command('Docker Volumes: Take Restore Point')
		await workbench.choice('shop_database').click()
		await workbench.page.keyboard.press('Enter')
		await workbench.notification('A restore point of shop_database was taken').waitFor()
		await write('port = 1111, for now\n')
		await workbench.command('Refresh Explorer')
		await explorerLine().dblclick()
		await editor.filter({ hasText: '1111' }).waitFor()

		await workbench.command('Docker Volumes: Empty Volume')
		await workbench.choice('shop_database').click()
		await workbench.page.keyboard.press('Enter')
		await workbench.press('Empty')
		await explorerLine().waitFor({ state: 'detached' })
		await deleted.filter({ hasText: 'server.conf' }).waitFor()
		await workbench.screenshot('volume-workspace-emptied')

		await workbench.command('Docker Volumes: Put Back Restore Point')
		await workbench.choice('shop_database').first().click()
		await workbench.press('Put Back')
		await explorerLine().waitFor()
		await editor.filter({ hasText: '5432' }).waitFor()
		await deleted.waitFor({ state: 'detached' })
	})

	it('on this machine is searched by VS Code, and has Git', async () => {
		const { engine, workbench } = stage()
		const { Mountpoint } = await engine.docker.getVolume('shop_database').inspect()
		execFileSync('git', ['init', '--quiet', Mountpoint])
		const isOpen = (url: URL) => url.searchParams.has('folder')
		// A first try may have closed it.
		if (isOpen(new URL(workbench.page.url()))) {
			await workbench.command('Workspaces: Close Workspace')
			// What is seen until then goes.
			await workbench.page.waitForURL((url) => !isOpen(url))
		}
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
