import assert from 'node:assert/strict'

import { inVolumes } from '../support/volumes.ts'
import { onStage } from './stage.ts'

describe('Volumes, from their menus', () => {
	const stage = onStage()
	const row = (text: string | RegExp) => stage().workbench.row('Volumes', text)
	const copied = (text: string) => {
		const { workbench } = stage()
		return workbench.until(async () => (await workbench.page.evaluate('navigator.clipboard.readText()')) === text)
	}
	const editor = () => stage().workbench.page.locator('.editor-container .view-lines').first()

	before(async () => {
		const { workbench } = stage()
		for (const title of ['Networks', 'Containers', 'Images', 'Registries']) {
			await workbench.view(title).locator('.pane-header').click()
		}
	})

	it('copies a name, and inspects', async () => {
		const { workbench } = stage()
		await workbench.menu(row(/^shop_database/), 'Copy Volume Name')
		await copied('shop_database')
		await workbench.menu(row(/^shop_database/), 'Inspect Volume')
		await editor().filter({ hasText: 'com.docker.compose.project' }).waitFor()
		await workbench.command('View: Close Editor')
	})

	it('takes a restore point, compares with it, and removes it', async () => {
		const { engine, workbench } = stage()
		await workbench.menu(row(/^shop_database/), 'Take Restore Point')
		await workbench.choice('Let Them Run').click()
		await workbench.notification('A restore point of shop_database was taken').waitFor()
		await workbench.menu(row(/^shop_database/), 'Compare With Restore Point')
		await workbench
			.choice(/shop_database/)
			.first()
			.waitFor()
		await workbench.screenshot('volumes-restore-points')
		await workbench.page.keyboard.press('Enter')
		await workbench.notification('are the same: content, modes, owners, times and links').waitFor()
		await workbench.command('Notifications: Clear All Notifications')
		await inVolumes(engine.docker, ['shop_database'], 'echo more >> /shop_database/server.conf')
		await workbench.menu(row(/^shop_database/), 'Compare With Restore Point')
		await workbench
			.choice(/shop_database/)
			.first()
			.click()
		await workbench.choice(/server\.conf/).waitFor()
		await workbench.page.keyboard.press('Escape')
		await workbench.menu(row(/^shop_database/), 'Remove Restore Points')
		// One that was tried before may have left one.
		await workbench
			.choice(/shop_database/)
			.first()
			.waitFor()
		const points = await workbench.choice(/shop_database/).all()
		for (const point of points) await point.click()
		await workbench.page.keyboard.press('Enter')
		const question = points.length === 1 ? 'Remove this restore point?' : `Remove ${points.length} restore points?`
		await workbench.dialog.filter({ hasText: question }).waitFor()
		await workbench.press('Remove')
		await workbench.menu(row(/^shop_database/), 'Compare With Restore Point')
		await workbench.notification('There are no restore points yet').waitFor()
		await workbench.command('Notifications: Clear All Notifications')
	})

	it('copies the path of a file, and reads again what a container made', async () => {
		const { engine, workbench } = stage()
		await workbench.expand(row(/^shop_database/))
		await workbench.expand(row(/^Data/))
		await workbench.menu(row(/^server\.conf/), 'Copy Path')
		await copied('/server.conf')
		await inVolumes(engine.docker, ['shop_database'], 'echo x > /shop_database/from-outside')
		await workbench.menu(row(/^Data/), 'Refresh Data')
		await row(/^from-outside/).waitFor()
	})

	it('takes files that are dropped from the desktop, and asks before one replaces a folder', async () => {
		const { engine, workbench } = stage()
		// What a desktop would hand over cannot be dragged into a browser without one.
		const drop = async (name: string) => {
			const transfer = await workbench.page.evaluateHandle(`(() => {
				const transfer = new DataTransfer()
				transfer.items.add(new File(['from the desktop\\n'], '${name}', { type: 'text/plain' }))
				return transfer
			})()`)
			const target = row(/^Data/).locator('.monaco-tl-contents')
			for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer: transfer })
		}
		await drop('dropped.txt')
		await row(/^dropped\.txt.*17 B/).waitFor()
		assert.equal(
			await inVolumes(engine.docker, ['shop_database'], 'cat /shop_database/dropped.txt'),
			'from the desktop\n',
		)
		// A folder has that name.
		await drop('base')
		await workbench.dialog.getByRole('button', { name: 'Replace, Keep Restore Point' }).waitFor()
		await workbench.press('Cancel')
		await workbench.dialog.waitFor({ state: 'detached' })
	})

	it('shows data for reading only where that was chosen, and does not remove it', async () => {
		const { engine, workbench } = stage()
		// A first try may have done it.
		if (!(await row(/^shop_database.*read-only/).isVisible())) {
			await workbench.menu(row(/^shop_database/), 'Make Read-Only')
		}
		await row(/^shop_database.*read-only/).waitFor()
		if (!(await row(/^server\.conf/).isVisible())) await workbench.expand(row(/^shop_database/))
		await workbench.select(row(/^server\.conf/))
		await editor().filter({ hasText: 'port' }).waitFor()
		await editor().click()
		await workbench.page.keyboard.type('x')
		await workbench.page.getByText('Editor is read-only').first().waitFor()
		await workbench.screenshot('volumes-protected')
		await workbench.command('View: Close Editor')
		await workbench.select(row(/^shop_database/))
		await workbench.page.keyboard.press('Delete')
		await workbench.notification('makes this read-only: shop_database').waitFor()
		await workbench.command('Notifications: Clear All Notifications')
		await workbench.menu(row(/^shop_database/), 'Take Restore Point')
		await workbench.choice('Let Them Run').click()
		await workbench.notification('A restore point of shop_database was taken').waitFor()
		await workbench.command('Notifications: Clear All Notifications')
		await workbench.command('Docker Volumes: Put Back Restore Point')
		await workbench
			.choice(/shop_database/)
			.first()
			.click()
		await workbench.notification('makes this read-only: shop_database').waitFor()
		await workbench.command('Notifications: Clear All Notifications')
		await workbench.menu(row(/^shop_database/), 'Allow Editing')
		await row(/^shop_database(?!.*read-only)/).waitFor()
		assert.match(await inVolumes(engine.docker, ['shop_database'], 'cat /shop_database/server.conf'), /^port = 5432/)
	})
})
